import type { Command } from './command.ts';
import * as ad from './commands/ad.ts';
import * as content from './commands/content.ts';
import * as id from './commands/id.ts';

/** Every command there is, by the server that answers it. */
export const CATALOGUE: Record<Command['to'], readonly Command[]> = {
  content: Object.values(content),
  id: Object.values(id),
  ad: Object.values(ad),
};
