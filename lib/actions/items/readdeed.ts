import { CommandError } from '../../protocol/errors.ts';
import type { Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { convict } from './evidence.ts';
import { loadOlder } from './older.ts';
import { readItem } from './read.ts';

/** So often (with pauses that double) a server may say that it is behind what it signed itself. */
const PATIENCE = 6;
/** Pages read back at most for the cards of authors nobody is known for. */
const PAGES = 5;

/** Reads an item when told of something. A server that goes on being behind its own signature has rolled back. */
export const performRead: Performer<'read'> = async (service, { args, tries }) => {
  try {
    if ((await readItem(service, args.drop, args.ad)) === 'read') await findCards(service, args.drop);
  } catch (error) {
    const behind = error instanceof CommandError && error.code === 'behind';
    const item = await service.db.items.get(args.drop);
    if (!behind || tries < PATIENCE || item === undefined) throw error;
    return { is: 'done', write: () => convict(service, item, 'older', { signed: item.signed }) };
  }
  return { is: 'done' };
};

/** An author's card may lie pages before what they wrote: it came with their first entry. */
async function findCards(service: Service, drop: string): Promise<void> {
  for (let page = 0; page < PAGES; page++) {
    const unknown = await service.db.entries
      .where('drop')
      .equals(drop)
      .filter(({ author, opening }) => author === '' && opening !== undefined)
      .count();
    if (unknown === 0 || !(await loadOlder(service, { drop })).more) return;
  }
}
