import { hex, utf8 } from '../../bytes.ts';
import { tagged } from '../../crypto/tagged.ts';
import type { Service } from '../service.ts';
import type { Handler } from './handler.ts';

/** A message: into the inbox, once, also where it comes in two logs. */
export const onText: Handler<'text'> = async (service, { user }, { text, when }) => {
  const { db } = service;
  const id = messageId(service, user, text, when);
  if ((await db.inbox.get(id)) !== undefined) return;
  await db.inbox.add({ id, user, text, when, read: false });
  await db.notifications.put({ id, is: 'message', when: service.now(), user, seen: false });
};

/** A message has no number on the wire: who, when and what make it one. */
export function messageId({ p }: Service, user: string, text: string, when: number): string {
  return hex(tagged(p, 'message', utf8(user), when, text)).slice(0, 32);
}
