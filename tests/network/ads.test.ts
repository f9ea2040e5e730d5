import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { base64url, hex } from '../../lib/bytes.ts';
import { openAd } from '../../lib/crypto/ad.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import type { Args } from '../../lib/protocol/command.ts';
import { refill } from '../../lib/protocol/commands/ad.ts';
import { EXAMPLE_CATALOGUE } from '../../servers/ads/example.ts';
import { start } from '../../servers/ads/main.ts';
import type { AdSettings } from '../../servers/ads/settings.ts';
import { Sums } from '../../servers/ads/sums.ts';
import { type Asker, makeAsker } from '../../servers/ask.ts';
import type { RunningRole } from '../../servers/context.ts';
import { LOCAL_TERMS } from '../../servers/stack/plan.ts';
import { seedOf } from './operators.ts';
import { RoleWorld, type TestRole } from './roleworld.ts';

const NOW = Date.UTC(2026, 5, 1, 12);
const AD_KEY = p.signKey(seedOf('authority ad'));
const AD_SERVER = base64url(AD_KEY);
const SETTINGS = { catalogue: EXAMPLE_CATALOGUE };
const [NORTH_YOUNG, SOUTH_YOUNG] = [0, 2];

let world: RoleWorld;
let role: TestRole<AdSettings>;
let running: RunningRole;
let north: Asker;
let exit: Asker;

beforeAll(async () => {
  const { cells, keywords } = LOCAL_TERMS;
  world = await RoleWorld.open({ authority: ['id', 'ad'], north: ['content', 'exit'] }, NOW, {
    cells,
    keywords,
  });
  role = await world.role('authority', 'ad', SETTINGS);
  running = await start(role.context);
  north = makeAsker((await world.role('north', 'content', {})).context);
  exit = makeAsker((await world.role('north', 'exit', {})).context);
});

afterAll(async () => {
  await running.stop();
  await world.close();
});

async function fill(change: Partial<Args<typeof refill>> = {}, asker = north): Promise<string[]> {
  const args = { batch: p.random(16), shown: [], ...change };
  const { ads } = await asker.ask(AD_SERVER, refill, args, 60_000);
  return ads.map((ad) => openAd(p, AD_KEY, ad, NOW)?.advertiser ?? 'not an ad').sort();
}

test('a pool gets the ads of its cell and keyword, and everybody’s; all of them signed', async () => {
  expect(await fill()).toEqual(['Town Library']);
  expect(await fill({ cell: NORTH_YOUNG })).toEqual(['Northside Bicycles', 'Town Library']);
  expect(await fill({ cell: SOUTH_YOUNG, keyword: 'books' })).toEqual(['Corner Bookshop', 'Town Library']);
});

test('only content servers are answered, and only for cells and keywords of the network', async () => {
  await expect(fill({}, exit)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(fill({ cell: 63 })).rejects.toMatchObject({ code: 'malformed' });
  await expect(fill({ keyword: 'weapons' })).rejects.toMatchObject({ code: 'malformed' });
});

test('as many ads as the answer has room for', async () => {
  const { ads } = await north.ask(AD_SERVER, refill, { batch: p.random(16), cell: NORTH_YOUNG, shown: [] });
  expect(ads.length).toBeLessThan(2);
});

test('showings are counted once a batch, by pool, and outlive the ad server and its nats-server', async () => {
  const { ads } = await north.ask(AD_SERVER, refill, { batch: p.random(16), shown: [] }, 60_000);
  const ad = ads[0] && openAd(p, AD_KEY, ads[0], NOW);
  if (!ad) throw new Error('no ad');
  const batch = p.random(16);
  const shown = [
    { ad: ad.id, count: 7 },
    { ad: p.random(16), count: 1_000 }, // nobody's
  ];
  await fill({ batch, shown });
  await fill({ batch, shown });
  await fill({ cell: NORTH_YOUNG, keyword: 'books', shown: [{ ad: ad.id, count: 3 }] });
  await role.cut(); // dies without a word
  await world.nats.get('authority')?.kill9();
  await world.nats.get('authority')?.start();
  role = await world.role('authority', 'ad', SETTINGS);
  running = await start(role.context);
  const sums = await Sums.open(role.context.store);
  expect(sums.all().map(({ cell, keyword, count }) => [cell, keyword, count])).toEqual([
    [undefined, undefined, 7],
    ['north-young', 'books', 3],
  ]);
  expect(sums.of(ad.id)).toBe(10);
  // the asker's own connection comes back a moment later
  const again = () =>
    fill({ batch, shown }).then(
      () => true,
      () => false,
    );
  await expect.poll(again, { timeout: 10_000 }).toBe(true);
  await sums.refresh();
  expect(sums.of(ad.id)).toBe(10);
  expect(world.logged.join('')).not.toContain(hex(ad.id));
});

test('a campaign whose budget is used up is shown no more', async () => {
  const { ads } = await north.ask(AD_SERVER, refill, { batch: p.random(16), shown: [] }, 60_000);
  const ad = ads[0] && openAd(p, AD_KEY, ads[0], NOW);
  if (!ad) throw new Error('no ad');
  await fill({ shown: [{ ad: ad.id, count: 1_000_000 }] });
  expect(await fill()).toEqual([]);
  expect(await fill({ cell: NORTH_YOUNG })).toEqual(['Northside Bicycles']);
});

test('the sums on the operator’s command line', async () => {
  const config = await world.writeConfig('authority', 'ad', SETTINGS);
  const { stdout } = await promisify(execFile)(process.execPath, [
    'servers/cli.ts',
    'ads',
    'sums',
    '--config',
    config,
  ]);
  const [head, ...rows] = stdout.trim().split('\n');
  expect(head?.split(/ +/)).toEqual(['campaign', 'cell', 'keyword', 'showings']);
  expect(rows.map((row) => row.split(/ +/))).toContainEqual(['town-library', 'north-young', 'books', '3']);
});
