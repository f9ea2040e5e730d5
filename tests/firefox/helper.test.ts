import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { status } from '../../lib/messages/requests/network.ts';
import type { Person } from '../../servers/browser/person.ts';
import { post } from '../../servers/browser/screens/composer.ts';
import { firstRun } from '../../servers/browser/screens/firstrun.ts';
import { askFriend, friendLine } from '../../servers/browser/screens/friends.ts';
import { lookAgain } from '../../servers/browser/screens/lookagain.ts';
import { until } from '../../servers/browser/until.ts';
import { photographFailures } from '../e2e/world/failures.ts';
import { startWorld, type World } from '../e2e/world/world.ts';
import { ask, makeIdentity, rowsOf } from './asker.ts';
import { type Firefox, startFirefox } from './driver.ts';
import { acceptIn, lookBackAt } from './hands.ts';

const PATIENCE = 60_000;

let world: World;
let firefox: Firefox;
let alice: Person;
let home: Page;

beforeAll(async () => {
  world = await startWorld({ people: ['Alice'], helpers: true });
  alice = world.person('Alice');
  const { port } = world.replica;
  firefox = await startFirefox({ network: world.stack.network(), replicaPort: port, helper: true });
  home = await firefox.ours('home.html');
});
photographFailures(() => world);
afterAll(async () => {
  await firefox?.stop();
  await world?.stop();
});

test('Firefox finds the helper that was installed for it, and everything goes through it', async () => {
  await makeIdentity(home, 'Bob');
  await until('the helper', async () => (await stands()).helper.state === 'good', PATIENCE);
  expect((await stands()).carrier.says).toContain('through the helper');
});

test('a Friend’s post comes by it, though no page of Peerwall is open and the mailboxes rest', async () => {
  await firstRun(alice);
  await askFriend(alice, 'Bob');
  await acceptIn(home);
  const hers = await alice.home('friends');
  await lookAgain(hers, 'Bob among her Friends', () => friendLine(hers, 'Bob').isVisible());
  // the two machines know each other's addresses, once her first letter has come
  await lookBackAt(home, 'her machine', async () => (await stands()).helper.says.includes('1 of 1'));
  const away = await firefox.browser.newPage();
  await away.bringToFront();
  await until('Home to be out of sight', () => home.evaluate(() => document.hidden));
  const atAlice = await alice.facebook();
  await atAlice.bringToFront();
  await post(atAlice, { text: 'Damson at once' });
  await until('the post in his database', async () => (await texts()).includes('Damson at once'), 30_000);
});

const stands = () => ask(home, status, {});

async function texts(): Promise<unknown[]> {
  const rows = await rowsOf<{ body?: { text?: unknown } | null }>(home, 'entries');
  return rows.map(({ body }) => body?.text);
}
