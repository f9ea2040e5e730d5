import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Awake } from '../../../entrypoints/background/awake.ts';
import type { Background } from '../../../entrypoints/background/background.ts';
import { Visible } from '../../../entrypoints/background/visible.ts';
import { openDb } from '../../../lib/db/open.ts';
import type { Db } from '../../../lib/db/schema.ts';
import type { Webext } from '../../../lib/webext.ts';
import { MemoryArea } from './area.ts';

const NOW = 1_700_000_000_000;
let db: Db;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  db = openDb('peerwall', { indexedDB: new IDBFactory(), IDBKeyRange });
});
afterEach(() => {
  db.close();
  vi.useRealTimers();
});

/** A background as the browser starts it: its local service is closed, and counts how often it is opened. */
function started(area: MemoryArea) {
  let opened = 0;
  const background = {
    db,
    visible: new Visible(area.area, Date.now),
    local: { isOpen: () => opened > 0 },
    service: async () => {
      opened += 1;
      return { db, now: Date.now, route: { stopped: () => null } };
    },
  } as unknown as Background;
  const api = {
    runtime: { getPlatformInfo: async () => ({}) },
    storage: { session: area },
  } as unknown as Webext;
  return { awake: new Awake(api, background), opened: () => opened };
}

async function wait(id: string, next: number): Promise<void> {
  const row = { id, kind: 'read', args: { drop: '', ad: false }, drop: '', state: 'waiting' } as const;
  await db.deeds.put({ ...row, tries: 0, next, after: [], made: NOW, round: 0 });
}

test('a minute that brings nothing to do starts nothing: mailboxes are asked every five', async () => {
  const area = new MemoryArea();
  const first = started(area);
  await first.awake.tick();
  expect(first.opened()).toBeGreaterThan(0);
  for (const [minutes, opens] of [
    [1, false],
    [4, false],
    [5, true],
    [6, false],
  ] as const) {
    vi.setSystemTime(NOW + minutes * 60_000);
    const next = started(area);
    await next.awake.tick();
    expect([minutes, next.opened() > 0]).toEqual([minutes, opens]);
  }
});

test('a deed that is due soon starts it', async () => {
  const area = new MemoryArea();
  await started(area).awake.tick();
  vi.setSystemTime(NOW + 60_000);
  await wait('far', NOW + 3_600_000);
  const idle = started(area);
  await idle.awake.tick();
  expect(idle.opened()).toBe(0);
  await wait('near', NOW + 90_000);
  const busy = started(area);
  await busy.awake.tick();
  expect(busy.opened()).toBeGreaterThan(0);
});

test('it stays awake for a surface again after the service could not be opened once', async () => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date', 'setTimeout'] });
  let called = 0;
  let fails = false;
  let seen = true;
  const background = {
    db,
    visible: { any: async () => seen },
    local: { isOpen: () => true },
    service: async () => {
      if (fails) throw new Error('a full disk');
      return { db, now: Date.now, route: { stopped: () => null } };
    },
  } as unknown as Background;
  const getPlatformInfo = async () => void called++;
  const session = new MemoryArea();
  const awake = new Awake(
    { runtime: { getPlatformInfo }, storage: { session } } as unknown as Webext,
    background,
  );
  awake.asked();
  await vi.waitFor(() => expect(called).toBe(1));
  [fails, seen] = [true, false];
  await vi.advanceTimersByTimeAsync(20_000);
  [fails, seen] = [false, true];
  awake.asked();
  await vi.waitFor(() => expect(called).toBe(2));
});
