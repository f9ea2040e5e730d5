import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAd } from '../../../../lib/crypto/ad.ts';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { adOf, readCatalogue } from '../../../../servers/ads/catalogue.ts';
import { EXAMPLE_CATALOGUE } from '../../../../servers/ads/example.ts';
import { LOCAL_TERMS } from '../../../../servers/stack/plan.ts';
import { ConfigError } from '../../../../servers/yaml.ts';
import { pictureBomb } from '../picturebomb.ts';

let dir: string;
const tables = { cells: ['north'], keywords: ['books'] };
const seed = new Uint8Array(32).fill(9);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'peerwall-ads-'));
  await writeFile(
    join(dir, 'ok.png'),
    await sharp({ create: { width: 20, height: 10, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  );
  await writeFile(join(dir, 'not.png'), 'GIF89a but not really');
  await writeFile(join(dir, 'bomb.png'), await pictureBomb(8_000));
});

afterAll(() => rm(dir, { recursive: true }));

const GOOD: Record<string, string> = {
  id: 'books',
  advertiser: 'Corner Bookshop',
  text: 'Open until eight.',
  link: 'https://books.example/',
  picture: 'ok.png',
  cells: '[north]',
  keywords: '[books]',
  from: '2026-01-01',
  until: '2027-01-01',
  budget: '100',
};

async function read(changes: Record<string, string | null>) {
  const file = join(dir, 'catalogue.yaml');
  const members = Object.entries({ ...GOOD, ...changes }).filter(([, value]) => value !== null);
  await writeFile(
    file,
    `campaigns:\n${members.map(([name, value], i) => `${i === 0 ? '  - ' : '    '}${name}: ${value}`).join('\n')}\n`,
  );
  return readCatalogue(file, tables);
}

test('an inert campaign becomes a signed ad of at most 16 KiB', async () => {
  const [listed] = await read({});
  if (listed === undefined) throw new Error('nothing listed');
  const ad = adOf(seed, listed);
  const body = openAd(p, p.signKey(seed), ad, Date.UTC(2026, 5, 1));
  expect(body).toMatchObject({ advertiser: 'Corner Bookshop', link: 'https://books.example/' });
  expect(body?.picture).toMatchObject({ type: 'image/webp', width: 20, height: 10 });
  expect(ad.ad.length).toBeLessThanOrEqual(16_384);
  expect(openAd(p, p.signKey(seed), ad, Date.UTC(2027, 0, 1))).toBeNull();
});

test('the example catalogue goes with the built-in network', async () => {
  expect(await readCatalogue(EXAMPLE_CATALOGUE, LOCAL_TERMS)).toHaveLength(3);
});

describe('what is refused is named with its line, and why', () => {
  test.each<[string, Record<string, string | null>, RegExp]>([
    [
      'markup',
      { text: '"<img src=x onerror=alert(1)>"' },
      /catalogue\.yaml:4:\d+: .*text: must have no markup/,
    ],
    ['a script', { text: '"go to javascript:alert(1)"' }, /:4:\d+: .*must have no script/],
    ['a direction override', { advertiser: '"a\\u202eb"' }, /:3:\d+: .*invisible characters/],
    ['plain http', { link: 'http://books.example/' }, /:5:\d+: .*link: must begin with https/],
    ['a user in the link', { link: 'https://bank.example@evil.example/' }, /:5:\d+: .*must name no user/],
    ['a port', { link: 'https://books.example:444/' }, /:5:\d+: .*must name no port/],
    ['a picture that is none', { picture: 'not.png' }, /:6:\d+: .*picture: cannot be read as a picture/],
    ['a picture bomb', { picture: 'bomb.png' }, /:6:\d+: .*picture: has over \d+ pixels/],
    ['a picture that is not there', { picture: 'gone.png' }, /:6:\d+: .*picture: cannot be read/],
    [
      'a cell that is not in the table',
      { cells: '[west]' },
      /:7:\d+: .*not in the network's table of cells: north/,
    ],
    ['a keyword of one’s own', { keywords: '[weapons]' }, /:8:\d+: .*not in the network's table of keywords/],
    ['a day that is none', { from: '2026-13-01' }, /:9:\d+: .*no day/],
    ['an end before the beginning', { until: '2025-01-01' }, /:10:\d+: .*until: must be after from/],
    ['no budget', { budget: '0' }, /:11:\d+: .*budget/],
    ['a member that is no member', { script: 'x' }, /:12:\d+: .*script: no such setting/],
    ['no link', { link: null }, /link: is missing/],
  ])('%s', async (_, changes, message) => {
    const error = await read(changes).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
  });

  test('two campaigns of one name', async () => {
    const file = join(dir, 'two.yaml');
    const one = Object.entries(GOOD)
      .map(([name, value], i) => `${i === 0 ? '  - ' : '    '}${name}: ${value}\n`)
      .join('');
    await writeFile(file, `campaigns:\n${one}${one}`);
    await expect(readCatalogue(file, tables)).rejects.toThrow(/books stands twice/);
  });
});
