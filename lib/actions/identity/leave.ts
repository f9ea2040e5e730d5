import { leave } from '../../protocol/commands/id.ts';
import { CommandError } from '../../protocol/errors.ts';
import { askIdAsUser, withWord } from '../ask.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { profileOf } from './secrets.ts';

/**
 * Leaves the network: the ID server forgets the record, what is on this machine stays. `name`, typed once more, says that
 * it is meant. Throws CommandError `forbidden` for another name.
 */
export async function leaveNetwork(service: Service, args: { name: string }): Promise<void> {
  const { db } = service;
  await db.atomically(async () => {
    const { name } = await profileOf(db);
    if (name !== args.name) throw new CommandError('forbidden');
    await enqueue(service, 'leave', { name }, { id: 'leave' });
  });
}

/** Where the record is gone already, that is what was wanted. */
export const performLeave: Performer<'leave'> = async (service) => {
  try {
    await askIdAsUser(service, leave, {}, withWord);
  } catch (error) {
    if (!(error instanceof CommandError && error.code === 'absent')) throw error;
  }
  return DONE;
};
