import { makeContact } from '../friends/contact.ts';
import { tell } from '../letters/tell.ts';
import type { Service } from '../service.ts';
import { changeCard } from './card.ts';

/** Changes what the public card says of the user (up to 500 characters); Friends are told. */
export async function setAbout(service: Service, args: { about: string }): Promise<void> {
  const { db } = service;
  await db.atomically(async () => {
    await changeCard(service, { about: args.about });
    for (const user of await db.friends.where('state').equals('friend').primaryKeys()) {
      const { contact, after } = await makeContact(service, user);
      await tell(service, user, [{ is: 'contact', contact }], { after });
    }
  });
}
