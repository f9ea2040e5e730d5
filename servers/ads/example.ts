import { fileURLToPath } from 'node:url';

/** The catalogue of the built-in network: three inert ads. */
export const EXAMPLE_CATALOGUE = fileURLToPath(new URL('./example/catalogue.yaml', import.meta.url));
