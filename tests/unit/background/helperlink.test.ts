import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Background } from '../../../entrypoints/background/background.ts';
import { identityHandlers } from '../../../entrypoints/background/handlers/identity.ts';
import { HelperLink } from '../../../entrypoints/background/helperlink.ts';
import { sendMessage } from '../../../lib/actions/letters/message.ts';
import { runOutbox } from '../../../lib/actions/outbox/run.ts';
import { usePeers } from '../../../lib/actions/peers/usepeers.ts';
import type { Service } from '../../../lib/actions/service.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { deviceOf, userOf } from '../actions/local.ts';
import {
  befriend,
  calm,
  handed,
  inMailbox,
  openStreet,
  type Street,
  withHelper,
} from '../actions/peers/street.ts';
import { type FakePort, fakePort } from '../native/fakeport.ts';

const HERS = [`${'0f'.repeat(16)}@/ip4/192.0.2.7/tcp/1/p2p/hers`];
const AT_HOME = { surface: 'home', tab: 1, document: 'home', frame: null } as const;

let street: Street;
let alice: Service;
let bob: Service;
let link: HelperLink;
let ports: FakePort[];

beforeEach(async () => {
  street = await openStreet();
  alice = (await withHelper(street, 'Alice')).service;
  bob = (await withHelper(street, 'Bob')).service;
  await befriend(street, alice, bob);
  await usePeers(alice, null);
  ports = [];
  const connectNative = () => {
    const port = obliging();
    ports.push(port);
    return port;
  };
  const runtime = { connectNative, lastError: undefined, getManifest: () => ({ version: '1' }) };
  link = new HelperLink({ runtime } as unknown as ConstructorParameters<typeof HelperLink>[0]);
  await link.start(alice);
  await expect.poll(() => alice.peers).not.toBeNull();
});
afterEach(async () => {
  link.stop();
  await usePeers(bob, null);
});

function port(): FakePort {
  const newest = ports.at(-1);
  if (newest === undefined) throw new Error('nobody connected');
  return newest;
}

/** A helper that does all it is asked, but brings nothing to a Friend within the time. */
function obliging(): FakePort {
  const port = fakePort();
  const answers: Record<string, object> = {
    hello: { version: '1', addresses: HERS },
    deliver: { custody: false },
  };
  return {
    ...port,
    postMessage: (message) => {
      port.postMessage(message);
      const { ask } = message as { ask: string };
      queueMicrotask(() => port.answer(ask, answers[ask] ?? {}));
    },
  };
}

test('a letter that a Friend’s helper takes late is no more for the mailbox', async () => {
  const { handler } = street.world;
  street.world.handler = () => {
    throw new CommandError('unavailable');
  };
  await sendMessage(alice, { user: await userOf(bob), text: 'late' });
  await runOutbox(alice);
  await handed(alice);
  const given = port().sent.findLast(({ ask }) => ask === 'deliver');
  expect(given).toBeDefined();
  const { log, number } = { log: '', number: 0, ...(given?.with as object) };
  port().say({ push: 'custody', with: { log, number } });
  await expect
    .poll(async () => (await alice.db.lettersOut.where('log').equals(log).toArray()).at(-1))
    .toMatchObject({ number, by: 'helper' });
  street.world.handler = handler;
  street.world.now += 60_000;
  await runOutbox(alice);
  expect(await inMailbox(street, bob)).toBe(0);
});

test('a port that ends leaves the service without a helper, and a stopped link for good', async () => {
  port().end('Native host has exited.');
  await expect.poll(() => alice.peers).toBeNull();
  link.again();
  await expect.poll(() => alice.peers).not.toBeNull();
  link.stop();
  await expect.poll(() => alice.peers).toBeNull();
});

test('whoever chooses "never" is reached by no Friend’s helper any more: they are told', async () => {
  const known = async () => (await bob.db.devices.get(await deviceOf(alice)))?.addresses;
  await calm(street, alice, bob);
  expect(await known()).toEqual(HERS);
  const background = { service: async () => alice } as Partial<Background> as Background;
  await identityHandlers.setDelivery(background, { delivery: 'never' }, AT_HOME);
  await calm(street, alice, bob);
  expect(await known()).toEqual([]);
});
