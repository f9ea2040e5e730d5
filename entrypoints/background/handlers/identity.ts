import { networkFile } from '../../../lib/actions/ask.ts';
import { setAbout } from '../../../lib/actions/identity/about.ts';
import { chooseName, createIdentity } from '../../../lib/actions/identity/create.ts';
import { movedTo } from '../../../lib/actions/peers/addresses.ts';
import { chooseDelivery } from '../../../lib/actions/peers/choose.ts';
import { leaveAll } from '../../../lib/actions/vault/leave.ts';
import { restore } from '../../../lib/actions/vault/restore.ts';
import { newestMoment } from '../../../lib/db/queries/newest.ts';
import type * as identity from '../../../lib/messages/requests/identity.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { isYounger } from '../age.ts';
import type { HandlersOf } from '../background.ts';
import { forgetAll } from '../forget.ts';
import { operatorOf, whereOf } from '../operators.ts';
import { setMark, setSwitch } from '../settings.ts';
import { tellPages } from '../tellpages.ts';

export const identityHandlers: HandlersOf<typeof identity> = {
  create: async ({ service, db, pushes }, { name, birth, about, mark, delivery }) => {
    const local = await service();
    if (isYounger(birth, networkFile(local).minimumAge, local.now())) throw new CommandError('too-young');
    await setMark(db, mark);
    await chooseDelivery(local, { with: delivery });
    const person = about === undefined ? { name, birth } : { name, birth, about };
    const { phrase } = await createIdentity(local, person);
    void tellPages({ db, pushes }).catch(() => undefined);
    return { phrase };
  },
  rename: async ({ service }, args) => {
    await chooseName(await service(), args);
    return {};
  },
  phraseKept: async ({ db }) => {
    await setSwitch(db, 'phraseKept', true);
    return {};
  },
  restore: async ({ service, db, pushes, helper }, { phrase, mark, delivery }) => {
    const local = await service();
    const { vault, unasked } = await restore(local, { phrase });
    await helper.keepSlot(db);
    await setMark(db, mark);
    await chooseDelivery(local, { with: delivery });
    await movedTo(local);
    await setSwitch(db, 'phraseKept', true);
    void tellPages({ db, pushes }).catch(() => undefined);
    const newest = vault ? ((await newestMoment(db)) ?? local.now()) : null;
    return { vault: newest, unasked: unasked.map((server) => operatorOf(local, server)) };
  },
  setAbout: async ({ service }, args) => {
    await setAbout(await service(), args);
    return {};
  },
  setMark: async ({ db }, args) => {
    await setMark(db, args);
    return {};
  },
  setDelivery: async ({ service }, { delivery }) => {
    await chooseDelivery(await service(), { with: delivery });
    return {};
  },
  leave: async (background) => {
    const service = await background.service();
    const { left } = await leaveAll(service);
    const told = await Promise.all(
      left.map(async (one) => ({ what: one.what, where: await whereOf(service, one), why: 'not reached' })),
    );
    if (left.length === 0) await forgetAll(background);
    return { left: told };
  },
};
