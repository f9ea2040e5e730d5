import { expect, test, vi } from 'vitest';
import { startLoop } from '../../../lib/actions/loop.ts';
import { nextDue, runOutbox } from '../../../lib/actions/outbox/run.ts';
import type { Service } from '../../../lib/actions/service.ts';
import { person } from './local.ts';
import { openTown, settle } from './town.ts';

/** Timers that fire when told to. */
class Timers {
  readonly waiting = new Map<() => void, number>();
  later = (work: () => void, ms: number) => {
    this.waiting.set(work, ms);
    return () => void this.waiting.delete(work);
  };
  waits = () => [...this.waiting.values()].sort((a, b) => a - b);
  fire(): void {
    for (const work of [...this.waiting.keys()]) {
      this.waiting.delete(work);
      work();
    }
  }
}

/** Alice's local service, and the timers it sets. */
async function setUp(): Promise<{ alice: Service; timers: Timers }> {
  const town = await openTown();
  const timers = new Timers();
  const alice: Service = { ...(await person(town.world, 'Alice')), later: timers.later };
  return { alice, timers };
}

test('asks mailboxes every five minutes, and every 15 seconds while something is visible', async () => {
  const { alice, timers } = await setUp();
  await settle(alice);
  const loop = startLoop(alice);
  timers.fire();
  await vi.waitFor(() => expect(timers.waits()).toContain(300_000));
  loop.show(true);
  timers.fire();
  await vi.waitFor(() => expect(timers.waits()).toContain(15_000));
  loop.stop();
  expect(timers.waits()).toEqual([]);
});

test('a new deed wakes the outbox at once', async () => {
  const { alice, timers } = await setUp();
  const loop = startLoop(alice);
  timers.fire();
  await vi.waitFor(() => expect(timers.waits()).toContain(300_000));
  expect(timers.waits()[0]).toBeGreaterThan(0);
  alice.wake();
  expect(timers.waits()[0]).toBe(0);
  loop.stop();
});

test('what woke while the next look was being planned is not put off by it', async () => {
  const { alice, timers } = await setUp();
  await settle(alice);
  const loop = startLoop(alice);
  timers.fire();
  alice.wake();
  // both come after the loop's own
  await runOutbox(alice);
  await nextDue(alice);
  expect(timers.waits()[0]).toBe(0);
  loop.stop();
});

test('a database that fails altogether is looked at again a minute later', async () => {
  const { alice, timers } = await setUp();
  const failed: unknown[] = [];
  const loop = startLoop(alice, (error) => failed.push(error));
  alice.db.close({ disableAutoOpen: true });
  timers.fire();
  await vi.waitFor(() => expect(timers.waits()).toContain(60_000));
  expect(failed).not.toEqual([]);
  loop.stop();
});
