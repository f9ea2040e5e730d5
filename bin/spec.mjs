// npm run spec: writes the commands and shapes of the wire into its specification, from their definitions.
import { prepare, runNode } from './bootstrap.mjs';

prepare();
process.exitCode = await runNode('tests/house/spec.ts', []);
