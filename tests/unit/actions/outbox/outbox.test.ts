import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { backOff, classify } from '../../../../lib/actions/outbox/classify.ts';
import { enqueue, giveUp, resume, retry } from '../../../../lib/actions/outbox/enqueue.ts';
import { DONE } from '../../../../lib/actions/outbox/outcome.ts';
import { PERFORMERS } from '../../../../lib/actions/outbox/performers.ts';
import { nextDue, runOutbox } from '../../../../lib/actions/outbox/run.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { CODES, CommandError, MalformedError } from '../../../../lib/protocol/errors.ts';
import { UnreachableError } from '../../../../lib/route/errors.ts';
import { person, userOf } from '../local.ts';
import { openTown, settle, type Town } from '../town.ts';

let town: Town;
let alice: Service;
beforeEach(async () => {
  town = await openTown();
  alice = await person(town.world, 'Alice');
});

test('what nobody answered is tried again, later each time and never given up', () => {
  const away = new UnreachableError('entry', 'timeout');
  for (const tries of [0, 5, 500]) expect(classify(away, tries)).toMatchObject({ is: 'again' });
  const waits = [0, 1, 2, 3, 20, 400].map((tries) => backOff(tries, Uint8Array.of(128)));
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.at(-1)).toBeLessThan(2 * 3_600_000);
});

test('every code of the wire means: again, wait for the owner, or refused and shown', () => {
  for (const code of CODES) {
    const verdict = classify(new CommandError(code), 0);
    const again = ['stale', 'unavailable', 'behind'].includes(code);
    if (again) expect(verdict.is).toBe('again');
    else expect(verdict).toEqual(code === 'rekeyed' ? { is: 'rekeyed' } : { is: 'refused', code });
  }
});

test('an answer that is none is tried a dozen times', () => {
  expect(classify(new MalformedError('x'), 3).is).toBe('again');
  expect(classify(new MalformedError('x'), 12)).toEqual({ is: 'refused', code: 'invalid' });
});

test('without any door nothing is lost, and all goes when there is one', async () => {
  for (const { id } of town.world.file.operators) town.world.away.add(id);
  await runOutbox(alice);
  expect(await alice.db.deeds.get('register')).toMatchObject({ state: 'waiting', tries: 1 });
  expect((await alice.db.deeds.get('register'))?.why).toContain('entry');
  town.world.away.clear();
  town.world.now += 120_000;
  await settle(alice);
  expect(await alice.db.deeds.get('register')).toBeUndefined();
});

test('a deed waits for those it comes after', async () => {
  town.world.handler = () => {
    throw new CommandError('unavailable');
  };
  await runOutbox(alice);
  expect((await alice.db.deeds.toArray()).filter((row) => row.tries > 0).map((row) => row.id)).toEqual([
    'register',
  ]);
});

test('a refused deed stays until its user tries again or gives it up, with what hangs on it', async () => {
  const second = await person(town.world, 'Alice');
  await settle(alice);
  await settle(second);
  expect(await second.db.deeds.get('register')).toMatchObject({ state: 'refused', code: 'name-taken' });
  town.id.users.delete(await userOf(alice));
  await retry(second, { id: 'register' });
  await runOutbox(second);
  expect(await second.db.deeds.get('register')).toBeUndefined();

  const third = await person(town.world, 'Alice');
  await runOutbox(third);
  await giveUp(third, { id: 'register' });
  expect(await third.db.deeds.count()).toBe(0);
  expect(await third.db.profile.count()).toBe(1);
});

test('a deed that waits for a new generation goes when the letter came', async () => {
  await enqueue(alice, 'check', { user: 'nobody' }, { id: 'x', drop: 'ab' });
  await alice.db.deeds.update('x', { state: 'rekeyed' });
  await resume(alice, 'cd');
  expect((await alice.db.deeds.get('x'))?.state).toBe('rekeyed');
  await resume(alice, 'ab');
  expect((await alice.db.deeds.get('x'))?.state).toBe('waiting');
});

test('a deed asked for again while it is under way is done once more', async () => {
  let asked = 0;
  const { handler } = town.world;
  town.world.handler = (args, command, minute, server) => {
    if (command === 'id.register' && asked++ === 0)
      void alice.db.atomically(() => enqueue(alice, 'register', { work: null }, { id: 'register' }));
    return handler(args, command, minute, server);
  };
  await settle(alice);
  expect(asked).toBe(2);
});

test('where the database fails, what is under way is waited for before anything is done again', async () => {
  let answer = (): void => undefined;
  const register = vi.spyOn(PERFORMERS, 'register').mockImplementation(async () => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return DONE;
  });
  onTestFinished(() => register.mockRestore());
  const ended = vi.fn();
  const run = runOutbox(alice).catch(ended);
  await vi.waitFor(() => expect(register).toHaveBeenCalledOnce());
  const look = vi.spyOn(alice.db.deeds, 'where').mockImplementationOnce(() => {
    throw new Error('the disk is gone');
  });
  alice.wake();
  await vi.waitFor(() => expect(look).toHaveBeenCalledOnce());
  const again = runOutbox(alice);
  await alice.db.deeds.count();
  expect([register.mock.calls.length, ended.mock.calls.length]).toEqual([1, 0]);
  answer();
  await Promise.all([run, again]);
  expect(ended).toHaveBeenCalledOnce();
  expect(register).toHaveBeenCalledOnce();
});

test('tells when it has to look again', async () => {
  await settle(alice);
  const due = await nextDue(alice);
  expect(due).toBeGreaterThan(town.world.now);
  // What waits for a deed that is refused is not looked for again and again.
  await enqueue(alice, 'check', { user: 'nobody' }, { id: 'x', at: 1 });
  await alice.db.deeds.update('x', { state: 'refused' });
  await enqueue(alice, 'check', { user: 'nobody' }, { id: 'y', at: 1, after: ['x'] });
  expect(await nextDue(alice)).toBe(due);
  await alice.db.deeds.clear();
  expect(await nextDue(alice)).toBeNull();
});

test('a deed of a kind this version does not know stays as it is', async () => {
  await settle(alice);
  await enqueue(alice, 'check', { user: 'nobody' }, { id: 'x' });
  await alice.db.deeds.update('x', { kind: 'of a later version' });
  await runOutbox(alice);
  expect(await alice.db.deeds.get('x')).toMatchObject({ state: 'waiting', tries: 0 });
});
