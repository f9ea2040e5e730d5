import { describe, expect, it } from 'vitest';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { signTagged } from '../../../lib/crypto/tagged.ts';
import { append } from '../../../lib/protocol/commands/content.ts';
import { ask } from '../../../lib/route/ask.ts';
import { LogError, UnreachableError } from '../../../lib/route/errors.ts';
import { seedOf } from '../../network/operators.ts';
import { TestLog } from './log.ts';
import { answering, question, result } from './question.ts';
import { routeIn } from './world.ts';

describe('a bundle for one user alone', () => {
  it('that is not in the log is refused, and writing stops until the person goes on', async () => {
    const here = answering();
    const { route, memory } = await routeIn(here);
    await ask(route, question);
    const honest = here.bundle;
    here.loseKeys('home ad');
    here.bundle = here.makeBundle(here.file);
    await expect(route.refresh()).rejects.toMatchObject({ name: 'LogError', reason: 'unlogged' });
    expect(memory.state?.bundle).toEqual(honest);
    await stopped(route, 'unlogged');
    // an honest one again shows that it was a door's or a moment's fault
    here.publish();
    await route.refresh();
    expect(route.stopped()).toBeNull();
  });

  it('in a log of his own does not extend the one he knows: caught, with both roots as evidence', async () => {
    const here = answering();
    const { route, memory } = await routeIn(here);
    await ask(route, question);
    const known = memory.state?.root;
    const own = new TestLog(seedOf('home id'), [p.random(32), p.random(32)]);
    Object.assign(here, { log: own });
    here.loseKeys('home ad');
    here.publish();
    await expect(route.refresh()).rejects.toMatchObject({ name: 'LogError', reason: 'forked' });
    await stopped(route, 'forked');
    expect(route.stopped()?.evidence).toMatchObject({ known, shown: { size: 3 } });
    // it stays so over a restart, and only the person lifts it
    const { route: again } = await routeIn(here, { storage: memory, joined: false });
    await stopped(again, 'forked');
    await again.goOn();
    expect(again.stopped()).toBeNull();
  });

  it('under a root that is not the ID server’s is refused', async () => {
    const here = answering();
    const { route } = await routeIn(here);
    Object.assign(here, { log: new TestLog(seedOf('Mallory'), here.log.leaves) });
    await expect(route.refresh()).rejects.toMatchObject({ name: 'LogError', reason: 'unsigned' });
  });

  it('with a path that proves nothing is refused', async () => {
    const here = answering();
    here.log.add(p.random(32));
    const find = here.log.find.bind(here.log);
    here.log.find = (leaf, minute) => {
      const found = find(leaf, minute);
      return found && { ...found, path: found.path.map(() => p.random(32)) };
    };
    const { route } = await routeIn(here);
    await expect(route.refresh()).rejects.toMatchObject({ name: 'LogError', reason: 'unlogged' });
  });

  it('with the ID server away is not taken; what was known goes on', async () => {
    const here = answering();
    const { route, memory } = await routeIn(here);
    await ask(route, question);
    here.publish();
    here.loseKeys('west exit');
    here.publish();
    here.silent.add('home id');
    const before = memory.state?.bundle;
    await expect(route.refresh()).rejects.toThrow(UnreachableError);
    expect(memory.state?.bundle).toEqual(before);
    expect(route.stopped()).toBeNull();
  });
});

describe('roots that Friends tell', () => {
  it('of the same log are taken, older and newer', async () => {
    const here = answering();
    const { route } = await routeIn(here);
    await ask(route, question);
    for (let i = 0; i < 5; i++) here.log.add(p.random(32));
    await route.heardRoot(here.log.root(1));
    expect(route.root()?.size).toBe(6);
    await route.heardRoot(here.log.root(1, 3));
    expect(route.root()?.size).toBe(6);
  });

  it('of another log stop writing', async () => {
    const here = answering();
    const { route } = await routeIn(here);
    await ask(route, question);
    const other = new TestLog(seedOf('home id'), [p.random(32)]);
    await expect(route.heardRoot(other.root(1))).rejects.toThrow(LogError);
    await stopped(route, 'forked');
  });

  it('not signed by the ID server are nobody’s word', async () => {
    const here = answering();
    const { route } = await routeIn(here);
    await ask(route, question);
    const forged = { ...here.log.root(1), size: 9, sig: signTagged(p, seedOf('Mallory'), 'log root') };
    await expect(route.heardRoot(forged)).rejects.toMatchObject({ reason: 'unsigned' });
    expect(route.stopped()).toBeNull();
    expect(route.root()?.size).toBe(1);
  });
});

/** Reading and taking back go on, writing is refused with the reason. */
async function stopped(route: Awaited<ReturnType<typeof routeIn>>['route'], reason: string): Promise<void> {
  expect(route.stopped()?.reason).toBe(reason);
  expect(await ask(route, question)).toEqual(result);
  const none = new Uint8Array(32);
  const sig = new Uint8Array(64);
  const entry = {
    key: none,
    number: new Uint8Array(16),
    rev: 0,
    gen: 0,
    lane: 0,
    chunks: 0,
    sealed: none,
    sig,
  };
  const args = { drop: none, gen: 0, key: none, sig, seen: 0, entries: [entry] };
  await expect(ask(route, { ...question, command: append, args })).rejects.toMatchObject({
    name: 'LogError',
    reason,
  });
}
