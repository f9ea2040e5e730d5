import { beforeEach, expect, test } from 'vitest';
import { secretsOf } from '../../../../lib/actions/identity/secrets.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { fetchPages, fetchVault } from '../../../../lib/actions/vault/fetch.ts';
import { applyPage } from '../../../../lib/actions/vault/page.ts';
import { myVault } from '../../../../lib/actions/vault/place.ts';
import { keepVault } from '../../../../lib/actions/vault/write.ts';
import { Circle, type User } from '../items/circle.ts';
import type { ContentServer } from '../items/contentserver.ts';

let circle: Circle;
let alice: User;

beforeEach(async () => {
  circle = new Circle();
  alice = await circle.join('Alice');
});

async function keep(): Promise<void> {
  await alice.service.db.atomically(() => keepVault(alice.service));
  await circle.run(alice);
}

/** Writes a setting, so that there is something to keep. */
async function change(value: string): Promise<void> {
  await alice.service.db.settings.put({ key: 'mark', value });
}

/** What a new device would read at a server: the setting, and how many pages made it. */
async function found(server: ContentServer): Promise<{ value: unknown; pages: number } | null> {
  const vault = await myVault(alice.service);
  const { seed, vault: vaultKey } = await secretsOf(alice.service.db);
  const shown = await fetchVault(alice.service, vault, seed, server.id);
  const pages = shown && (await fetchPages(alice.service, vault, vaultKey, shown));
  if (pages === null) return null;
  const other = await circle.join(`Other ${circle.users.length}`);
  for (const page of pages) await other.service.db.atomically(() => applyPage(other.service.db, page));
  return { value: (await other.service.db.settings.get('mark'))?.value, pages: pages.length };
}

test('the vault is at both operators: a whole copy, then what changed, and nothing where nothing did', async () => {
  await change('blue');
  await keep();
  for (const server of [circle.north, circle.south])
    expect(await found(server)).toEqual({ value: 'blue', pages: 1 });
  await change('green');
  await keep();
  for (const server of [circle.north, circle.south])
    expect(await found(server)).toEqual({ value: 'green', pages: 2 });
  const before = circle.north.asked.length;
  await keep();
  expect(circle.north.asked.length).toBe(before);
});

test('what was deleted stays deleted', async () => {
  await change('blue');
  await keep();
  await alice.service.db.settings.delete('mark');
  await keep();
  expect((await found(circle.north))?.value).toBeUndefined();
});

test('after many differences comes a whole copy, and nothing is ever left behind', async () => {
  for (let i = 0; i <= 30; i++) {
    await change(`number ${i}`);
    await keep();
  }
  expect(await found(circle.south)).toEqual({ value: 'number 30', pages: 6 });
  const [vault] = [...circle.south.items.values()];
  expect(vault?.entries.length).toBeLessThanOrEqual(26);
});

test('a copy that breaks off in the middle leaves the one before it', async () => {
  await change('blue');
  await keep();
  const { db } = alice.service;
  await db.vaults.toCollection().modify((row) => {
    row.base = 0;
    delete row.holds;
  });
  await change('green');
  circle.north.lose = (command) => command === 'content.edit' || command === 'content.append';
  await keep();
  expect(await found(circle.north)).toEqual({ value: 'blue', pages: 1 });
  circle.north.lose = null;
  circle.pass(600_000);
  await circle.run(alice);
  expect(await found(circle.north)).toEqual({ value: 'green', pages: 1 });
});

test('what two devices wrote in turns ends in a copy that is whole', async () => {
  await change('blue');
  await keep();
  const { db } = alice.service;
  const kept = await db.vaults.toArray();
  await change('green');
  await keep();
  // a database from a backup, that knows nothing of the second page
  await db.vaults.bulkPut(kept);
  await change('red');
  await keep();
  circle.pass(10_000);
  await circle.run(alice);
  expect((await found(circle.north))?.value).toBe('red');
});

test('photos are not in the vault, and nothing readable is at the server', async () => {
  const bytes = new Uint8Array(50_000).fill(7);
  await post(alice.service, { text: 'A very private text', photos: [{ bytes }], audience: 'me' });
  await keep();
  const vault = await myVault(alice.service);
  const { seed, vault: vaultKey } = await secretsOf(alice.service.db);
  const shown = await fetchVault(alice.service, vault, seed, circle.north.id);
  const pages = shown && (await fetchPages(alice.service, vault, vaultKey, shown));
  expect(pages?.[0]?.rows.items).toHaveLength(1);
  expect(Object.keys(pages?.[0]?.rows ?? {})).not.toContain('blobs');
  for (const { chunks, entries } of circle.north.items.values()) {
    const all = [...chunks.values(), ...entries.map(({ sealed }) => sealed)];
    expect(all.some((one) => Buffer.from(one).includes('A very private text'))).toBe(false);
  }
});
