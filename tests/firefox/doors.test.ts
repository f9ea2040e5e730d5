import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { search } from '../../lib/messages/requests/friends.ts';
import { post } from '../../lib/messages/requests/items.ts';
import { look } from '../../lib/messages/requests/network.ts';
import { until } from '../../servers/browser/until.ts';
import { DoorRecorder, telling } from '../e2e/backgroundworld.ts';
import { startWorld, type World } from '../e2e/world/world.ts';
import { ask, makeIdentity, rowsOf } from './asker.ts';
import { type Firefox, startFirefox } from './driver.ts';

let world: World;
let firefox: Firefox;
let home: Page;

beforeAll(async () => {
  world = await startWorld({ people: [] });
  firefox = await startFirefox({ network: world.stack.network(), replicaPort: world.replica.port });
  home = await firefox.ours('home.html');
});
afterAll(async () => {
  await firefox?.stop();
  await world?.stop();
});

const waiting = async (): Promise<number> =>
  (await rowsOf<{ next: number; tries: number }>(home, 'deeds')).filter(
    ({ next, tries }) => tries > 0 || next <= Date.now() + 5_000,
  ).length;

test('at the door no word of Firefox, its language or the profile’s own id arrives, whatever is done', async () => {
  using doors = new DoorRecorder();
  await ask(home, look, { source: { from: 'address', address: world.stack.doors[0] ?? '' } });
  await makeIdentity(home, 'Bob');
  await until('an empty outbox', async () => (await waiting()) === 0, 60_000);
  const words = { text: 'Hello', photos: [], audience: 'friends' as const, chosen: [], keywords: [] };
  await ask(home, post, words);
  await until('an empty outbox', async () => (await waiting()) === 0, 60_000);
  expect(doors.got.filter(({ method }) => method === 'GET').length).toBeGreaterThan(1);
  expect(doors.got.filter(({ method }) => method === 'POST').length).toBeGreaterThan(5);
  expect(doors.got.flatMap(telling)).toEqual([]);
});

test('a tab is told apart: the background’s own requests alone are made bare', async () => {
  using doors = new DoorRecorder();
  const tab = await firefox.browser.newPage();
  await tab.goto(new URL('/v1/bundle', world.stack.doors[0]).href).catch(() => undefined);
  await tab.close();
  const heard = doors.got.flatMap(({ headers }) => Object.keys(headers));
  expect(heard).toEqual(expect.arrayContaining(['user-agent', 'accept-language']));
});

test('without the permission for a door the background sends nothing there', async () => {
  const address = { from: 'address' as const, address: world.stack.doors[0] ?? '' };
  using doors = new DoorRecorder();
  expect(await home.evaluate(takeBack, ['http://127.0.0.1/*'])).toBe(true);
  // what was on its way at that very moment
  await until('the last request', async () => {
    const before = doors.got.length;
    await pause(1000);
    return doors.got.length === before;
  });
  doors.got.length = 0;
  await expect(ask(home, look, { source: address })).rejects.toThrow('offline');
  await expect(ask(home, search, { name: 'Alice' })).rejects.toThrow('offline');
  expect(doors.got).toEqual([]);
});

interface Extension {
  browser: { permissions: { remove(what: { origins: string[] }): Promise<boolean> } };
}

function takeBack(origins: string[]): Promise<boolean> {
  return (globalThis as unknown as Extension).browser.permissions.remove({ origins });
}
