import { afterAll, beforeAll, expect, test } from 'vitest';
import { find, logRoot } from '../../lib/protocol/commands/id.ts';
import { StoreFullError } from '../../servers/bus/errors.ts';
import type { RunningRole } from '../../servers/context.ts';
import { start } from '../../servers/id/main.ts';
import { LISTING, Person } from './idpeople.ts';
import { RoleWorld, type TestRole } from './roleworld.ts';

const SETTINGS = { newAccountDays: 0, bundleWaitMs: 0, reportsPerDay: 2 };
const JUNK = { name: 'JUNK', subjects: ['junk.*'], perSubject: -1 };

let world: RoleWorld;
let role: TestRole<typeof SETTINGS>;
let running: RunningRole;

beforeAll(async () => {
  world = await RoleWorld.open(
    { authority: ['id', 'ad'], north: ['content', 'exit'] },
    20_000 * 86_400_000,
    {},
    4_000_000,
  );
  role = await world.role('authority', 'id', SETTINGS);
  running = await start(role.context);
});

afterAll(async () => {
  await running.stop();
  await world.close();
});

async function fillDisk(): Promise<void> {
  const { streams } = role.context.store;
  await streams.ensure(JUNK);
  for (const size of [100_000, 5_000, 200]) {
    const full = await untilFull(size);
    expect(full).toBeInstanceOf(StoreFullError);
  }
}

async function untilFull(size: number): Promise<unknown> {
  for (;;) {
    try {
      await role.context.store.streams.put('junk.a', new Uint8Array(size));
    } catch (error) {
      return error;
    }
  }
}

test('a full disk: nothing is registered or issued, nothing is half done; with room all goes on', async () => {
  const [alice, bob] = [new Person(world, 'Alice'), new Person(world, 'Bob')];
  const { proof } = await alice.register();
  const before = await alice.ask(logRoot, {});
  await fillDisk();
  const unavailable = expect.objectContaining({ code: 'unavailable' });
  await expect(bob.register()).rejects.toThrow(unavailable);
  await expect(alice.fetch(20_000)).rejects.toThrow(unavailable);
  await role.context.store.streams.drop(JUNK.name);
  await expect(bob.ask(find, { name: 'Bob' })).rejects.toThrow(expect.objectContaining({ code: 'absent' }));
  expect((await alice.ask(logRoot, {})).size).toBe(before.size);
  expect((await bob.register()).proof.index).toBeGreaterThan(proof.index);
  expect((await alice.fetch(20_000)).tokens).toHaveLength(100);
  expect((await alice.ask(find, { name: 'Alice' }, LISTING)).proof.index).toBe(proof.index);
});
