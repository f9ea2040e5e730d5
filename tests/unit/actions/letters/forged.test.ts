import { beforeEach, expect, test } from 'vitest';
import { unfriend } from '../../../../lib/actions/friends/unfriend.ts';
import { letterSecrets, profileOf, secretsOf } from '../../../../lib/actions/identity/secrets.ts';
import { sendMessage } from '../../../../lib/actions/letters/message.ts';
import { receive } from '../../../../lib/actions/letters/receive.ts';
import { runOutbox } from '../../../../lib/actions/outbox/run.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { fromHex } from '../../../../lib/bytes.ts';
import { openLetter, sealLetter, signLetter } from '../../../../lib/crypto/letter.ts';
import type { Letter, LetterEvent } from '../../../../lib/protocol/letter.ts';
import { seedOf } from '../../../network/operators.ts';
import { TestLog } from '../../route/log.ts';
import { World } from '../../route/world.ts';
import { deviceOf, know, person, sealAll, textsOf, userOf } from '../local.ts';

let world: World;
let alice: Service;
let bob: Service;
let mallory: Service;

beforeEach(async () => {
  world = new World();
  [alice, bob, mallory] = [
    await person(world, 'Alice'),
    await person(world, 'Bob'),
    await person(world, 'Mallory'),
  ];
  for (const [a, b] of [
    [alice, bob],
    [bob, alice],
    [mallory, alice],
    [mallory, bob],
  ] as const)
    await know(a, b);
});

/** A letter by Mallory's own device that says it is from somebody. */
async function forge(from: string, to: Service, events: LetterEvent[]): Promise<Uint8Array> {
  const { device } = await secretsOf(mallory.db);
  const letter: Letter = {
    from: fromHex(from),
    device: mallory.p.signKey(device),
    to: fromHex(await deviceOf(to)),
    log: mallory.random(16),
    number: 0,
    previous: new Uint8Array(32),
    root: world.log.root(1),
    events,
  };
  const pk = (await mallory.db.devices.get(await deviceOf(to)))?.letterKeys[0]?.pk ?? new Uint8Array();
  return sealLetter(mallory.p, pk, signLetter(mallory.p, device, letter).signed) ?? new Uint8Array();
}

const nothing = async (service: Service) => {
  expect(await textsOf(service)).toEqual([]);
  expect(await service.db.logsIn.count()).toBe(0);
  expect(await service.db.notifications.count()).toBe(0);
};

test('a stranger who writes in the name of a Friend', async () => {
  await receive(
    bob,
    'friends',
    await forge(await userOf(alice), bob, [{ is: 'text', text: 'I am Alice', when: 1 }]),
  );
  await nothing(bob);
});

test('a stranger who writes to the mailbox only Friends know', async () => {
  await receive(
    bob,
    'friends',
    await forge(await userOf(mallory), bob, [{ is: 'text', text: 'hi', when: 1 }]),
  );
  await nothing(bob);
});

test("a stranger's request with the card of somebody else", async () => {
  const { card } = await profileOf(alice.db);
  await receive(bob, 'strangers', await forge(await userOf(alice), bob, [{ is: 'request', card }]));
  await receive(bob, 'strangers', await forge(await userOf(mallory), bob, [{ is: 'request', card }]));
  await nothing(bob);
});

test('an acceptance nobody asked for', async () => {
  const { card } = await profileOf(mallory.db);
  const mailbox = {
    server: new Uint8Array(32),
    drop: new Uint8Array(32),
    append: new Uint8Array(32),
    gen: 0,
  };
  const contact = { number: 1, card, mailbox, addresses: [] };
  await receive(bob, 'strangers', await forge(await userOf(mallory), bob, [{ is: 'accept', card, contact }]));
  await nothing(bob);
  expect(await bob.db.friends.where('state').equals('friend').count()).toBe(1);
});

test('a Friend whose letter shows a right card first and another behind it', async () => {
  await know(bob, mallory);
  const [mine, hers] = [(await profileOf(mallory.db)).card, (await profileOf(alice.db)).card];
  const mailbox = {
    server: new Uint8Array(32),
    drop: new Uint8Array(32),
    append: new Uint8Array(32),
    gen: 0,
  };
  const contact = (number: number, card: typeof mine): LetterEvent => ({
    is: 'contact',
    contact: { number, card, mailbox, addresses: [] },
  });
  await receive(
    bob,
    'friends',
    await forge(await userOf(mallory), bob, [contact(1, mine), contact(2, hers)]),
  );
  expect((await bob.db.friends.get(await userOf(mallory)))?.card).toEqual(mine);
});

test('a Friend who re-seals a letter to another', async () => {
  await know(alice, mallory);
  await know(mallory, alice);
  await sendMessage(alice, { user: await userOf(mallory), text: 'between us' });
  const [sealed = new Uint8Array()] = await sealAll(alice, mallory);
  const [secret] = await letterSecrets(mallory.db);
  const me = fromHex(await deviceOf(mallory));
  const opened = openLetter(mallory.p, secret?.bytes ?? new Uint8Array(), me, sealed);
  expect(opened?.letter.events).toMatchObject([{ text: 'between us' }]);

  const pk = (await mallory.db.devices.get(await deviceOf(bob)))?.letterKeys[0]?.pk ?? new Uint8Array();
  const signed = opened?.signed ?? { letter: new Uint8Array(), sig: new Uint8Array(64) };
  await receive(bob, 'friends', sealLetter(mallory.p, pk, signed) ?? new Uint8Array());
  await nothing(bob);
});

test('somebody who was a Friend', async () => {
  await know(bob, mallory);
  await unfriend(bob, { user: await userOf(mallory) });
  for (const box of ['friends', 'strangers'] as const)
    await receive(
      bob,
      box,
      await forge(await userOf(mallory), bob, [{ is: 'text', text: 'still here', when: 1 }]),
    );
  expect(await textsOf(bob)).toEqual([]);
});

test('bytes that are no letter, and a letter with any bit changed', async () => {
  await sendMessage(alice, { user: await userOf(bob), text: 'hello' });
  const [sealed = new Uint8Array()] = await sealAll(alice, bob);
  for (const at of [0, 1, 2, 5, 40, 1130, 1131, sealed.length - 1]) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await receive(bob, 'friends', changed);
  }
  for (const cut of [0, 1, 1131, sealed.length - 1]) await receive(bob, 'friends', sealed.slice(0, cut));
  await nothing(bob);
});

test('a root of the ID log that is not signed stops nobody; a signed one of another log is looked into', async () => {
  await know(bob, mallory);
  const hello: LetterEvent[] = [{ is: 'text', text: 'hi', when: 1 }];
  const forged = { ...world.log.root(1), size: 999 };
  const letter = async (root: Letter['root']) => {
    world.log.root = () => root;
    await receive(bob, 'friends', await forge(await userOf(mallory), bob, hello));
    return await bob.db.deeds.where('kind').equals('root').count();
  };
  const other = new TestLog(seedOf('home id'), [mallory.random(32)]).root(1);
  expect(await letter(forged)).toBe(0);
  expect(await textsOf(bob)).toEqual(['hi']);
  expect(await letter(other)).toBe(1);
  expect(bob.route.stopped()).toBeNull();

  await runOutbox(bob);
  expect(bob.route.stopped()?.reason).toBe('forked');
  expect(await bob.db.warnings.where('is').equals('root').count()).toBe(1);
  expect(await bob.db.evidence.count()).toBe(1);
  await sendMessage(bob, { user: await userOf(alice), text: 'not sent' });
  await runOutbox(bob);
  expect(await bob.db.deeds.where('kind').equals('letters').count()).toBe(2);
});
