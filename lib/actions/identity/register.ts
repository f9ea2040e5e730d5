import { readU32 } from '../../bytes.ts';
import { findWork } from '../../crypto/work.ts';
import { register } from '../../protocol/commands/id.ts';
import { askId, networkFile } from '../ask.ts';
import type { Performer } from '../outbox/outcome.ts';
import { checkListing, keepListing, refuseOther } from './listing.ts';
import { profileOf } from './secrets.ts';

/** Takes the name. The work is found in slices, and kept: a retry does it no second time. */
export const performRegister: Performer<'register'> = async (service, { id, args }) => {
  const { db, p } = service;
  const { card, birth } = await profileOf(db);
  let { work } = args;
  if (work === null) {
    const start = readU32(service.random(4));
    work = await findWork(p, p.sha256(card.card), networkFile(service).signupBits, start);
    await db.deeds.update(id, { args: { work } });
  }
  const listing = await askId(service, register, { card, birth, work });
  refuseOther(card, listing);
  await checkListing(service, listing);
  return { is: 'done', write: () => keepListing(service, listing) };
};
