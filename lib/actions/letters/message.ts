import { CommandError } from '../../protocol/errors.ts';
import type { Service } from '../service.ts';
import { messageId } from './ontext.ts';
import { tell } from './tell.ts';

/** Writes a message to a Friend (UserID, hex). Throws CommandError `forbidden` for no Friend, `too-large` over 4,000. */
export async function sendMessage(service: Service, args: { user: string; text: string }): Promise<void> {
  const { db } = service;
  const { user, text } = args;
  if (text.length > 4000) throw new CommandError('too-large');
  await db.atomically(async () => {
    if ((await db.friends.get(user))?.state !== 'friend') throw new CommandError('forbidden');
    const when = service.now();
    await db.sent.put({ id: messageId(service, user, text, when), user, text, when, read: true });
    await tell(service, user, [{ is: 'text', text, when }]);
  });
}
