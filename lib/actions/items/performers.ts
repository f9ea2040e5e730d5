import type { Performer } from '../outbox/outcome.ts';
import { performNews } from './announce.ts';
import { performAuthor } from './author.ts';
import { performChange } from './change.ts';
import { performChunks } from './chunks.ts';
import { performCreate } from './create.ts';
import type { ItemDeeds } from './deeds.ts';
import { performDelete } from './erase.ts';
import { performPut } from './put.ts';
import { performRead } from './readdeed.ts';
import { performRemove } from './remove.ts';
import { performReport } from './report.ts';

/** Who does the deeds on items. */
export const itemPerformers: { readonly [K in keyof ItemDeeds]: Performer<K> } = {
  create: performCreate,
  put: performPut,
  chunks: performChunks,
  remove: performRemove,
  delete: performDelete,
  change: performChange,
  read: performRead,
  news: performNews,
  author: performAuthor,
  report: performReport,
};
