import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../../servers/helper/daemon/store/open.ts';
import { outgoingIn } from '../../../../servers/helper/daemon/store/outgoing.ts';
import { openLetters, type Store } from '../../../../servers/helper/daemon/store.ts';
import { importsOf } from '../../../house/imports.ts';

const ROOT = new URL('../../../../', import.meta.url);
const MINE = '0a'.repeat(16);
const BOB = '0b'.repeat(16);
const LOG = 'ab'.repeat(16);
const ADDRESS = `${BOB}@/ip4/192.0.2.1/tcp/1/p2p/12D3KooWEMA2twc4JGTdeNs1iKf8jN8FtxLjbLqBjR1eA8rBTmze`;
const way = { slot: MINE, device: BOB };
const letter = (n: number, fill = n) => ({ log: LOG, number: n, letter: new Uint8Array(2048).fill(fill) });

let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peerwall-store-'));
  store = openLetters(join(folder, 'letters.db'));
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

describe('parcels', () => {
  it('given again change nothing; sealed anew they are brought again', () => {
    store.outgoing.put(way, ['a'], letter(1));
    store.outgoing.markCustody(way, letter(1));
    store.outgoing.put(way, ['b'], letter(1));
    expect(store.outgoing.custody(MINE, LOG, 1)).toBe(true);
    store.outgoing.put(way, ['b'], letter(1, 99));
    expect(store.outgoing.custody(MINE, LOG, 1)).toBe(false);
    // custody of the first came late: it is not the second's
    store.outgoing.markCustody(way, letter(1));
    expect(store.outgoing.custody(MINE, LOG, 1)).toBe(false);
    expect(store.outgoing.waiting(way, 9).map((one) => one.letter[0])).toEqual([99]);
  });

  it('are dropped when the Friend’s database has them, and no others', () => {
    for (const number of [1, 2, 3]) store.outgoing.put(way, ['a'], letter(number));
    store.outgoing.forget(BOB, LOG, 3);
    store.outgoing.forget(MINE, 'cd'.repeat(16), 3);
    expect(store.outgoing.count().kept).toBe(3);
    store.outgoing.forget(MINE, LOG, 2);
    expect(store.outgoing.waiting(way, 9).map(({ number }) => number)).toEqual([3]);
  });

  it('give room by what the Friend’s helper has, never by what waits', () => {
    const db = openStore(join(folder, 'full.db'));
    db.exec('PRAGMA synchronous = OFF');
    const outgoing = outgoingIn(db);
    for (let number = 0; number < 4000; number++) outgoing.put(way, ['a'], letter(number, 1));
    expect(outgoing.put(way, ['a'], letter(4000, 1))).toBe(false);
    outgoing.markCustody(way, letter(7, 1));
    expect(outgoing.put(way, ['a'], letter(4000, 1))).toBe(true);
    expect(outgoing.custody(MINE, LOG, 7)).toBeNull();
    expect(outgoing.count()).toEqual({ waiting: 4000, kept: 4000 });
    db.close();
  });

  it('are found again after what was read, and from the row before', () => {
    for (const number of [1, 2, 3, 4, 5]) store.outgoing.put(way, ['a'], letter(number));
    const first = store.outgoing.after(way, new Map([[LOG, 1]]), 0, 2);
    expect(first.parcels.map(({ number }) => number)).toEqual([2, 3]);
    const rest = store.outgoing.after(way, new Map([[LOG, 1]]), first.row, 2);
    expect(rest.parcels.map(({ number }) => number)).toEqual([4, 5]);
    expect(store.outgoing.after(way, new Map(), rest.row, 2).parcels).toEqual([]);
  });
});

describe('letters', () => {
  it('are on the disk as they were given when they are kept, and gone when they are taken', () => {
    const given = letter(1, 0x5a);
    expect(store.keep(MINE, 'peer', [given])).toEqual({ held: 1, fresh: 1 });
    const [kept] = store.incoming.waiting(MINE, 0, 9);
    expect(kept?.letter).toEqual(given.letter);
    store.incoming.taken(BOB, [kept?.id ?? 0]);
    expect(store.incoming.count()).toBe(1);
    store.incoming.taken(MINE, [kept?.id ?? 0]);
    expect(store.incoming.count()).toBe(0);
    expect(store.keep(MINE, 'peer', [given])).toEqual({ held: 1, fresh: 0 });
  });

  it('have an end without gaps', () => {
    store.keep(MINE, 'peer', [letter(5), letter(6), letter(8)]);
    expect(store.incoming.endOf(MINE, LOG, 4)).toBe(6);
    expect(store.incoming.endOf(MINE, LOG, 7)).toBe(8);
    expect(store.incoming.endOf(MINE, LOG, 2)).toBe(2);
  });

  it('are read again by the next daemon', () => {
    store.friends.register(MINE);
    store.friends.replace(MINE, [{ addresses: [ADDRESS], ends: [] }]);
    store.keep(MINE, 'peer', [letter(1)]);
    store.close();
    store = openLetters(join(folder, 'letters.db'));
    expect([store.friends.ways(), store.incoming.count()]).toEqual([[way], 1]);
  });
});

describe('clients', () => {
  it('are 32 at most: who has no Friends any more makes room, nobody else does', () => {
    const slots = Array.from({ length: 32 }, (_, i) => (i + 1).toString(16).padStart(32, '0'));
    for (const slot of slots) {
      expect(store.friends.register(slot)).toBe(true);
      store.friends.replace(slot, [{ addresses: [ADDRESS], ends: [] }]);
    }
    expect(store.friends.register(MINE)).toBe(false);
    for (const slot of slots) expect(store.friends.register(slot)).toBe(true);
    store.friends.replace(slots[7] ?? '', []);
    expect(store.friends.register(MINE)).toBe(true);
    expect(store.friends.register(slots[7] ?? '')).toBe(true);
    expect(store.friends.register(slots[8] ?? '')).toBe(true);
  });
});

describe('what the daemon could do', () => {
  it('is not to open a letter: it loads neither keys nor the user’s database', () => {
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const imports = importsOf({ path, text: readFileSync(new URL(path, ROOT), 'utf8') });
      for (const { target } of imports) if (target?.endsWith('.ts')) visit(target);
    };
    visit('servers/helper/daemon/main.ts');
    visit('servers/helper/host/main.ts');
    expect([...seen].filter((path) => /^lib\/(crypto|db|actions|route)\//.test(path))).toEqual([]);
    expect([...seen].some((path) => path.startsWith('lib/native/'))).toBe(true);
  });

  it('is not to write of anybody into its log', async () => {
    const { openLog } = await import('../../../../servers/helper/daemon/log.ts');
    const file = join(folder, 'daemon.log');
    const log = openLog(file);
    log('client', { open: 2 });
    log('fault', {}, new Error(`letter for ${MINE} at 192.0.2.1`));
    for (let i = 0; i < 9000; i++) log('client-refused');
    const text = readFileSync(`${file}.1`, 'utf8') + readFileSync(file, 'utf8');
    expect(text).toMatch(/^\S+Z client open=2$/m);
    expect(text).toMatch(/fault Error at /);
    expect(text).not.toMatch(/192\.0\.2|0a0a/);
    expect(readFileSync(file).length).toBeLessThan(300_000);
  });
});
