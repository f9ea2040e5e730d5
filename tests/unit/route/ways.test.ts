import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask } from '../../../lib/route/ask.ts';
import { TooFewOperatorsError, UnreachableError } from '../../../lib/route/errors.ts';
import { runs } from '../fuzzruns.ts';
import { answering, question, result } from './question.ts';
import { defaultOperators, operatorWithDoor, routeIn, serverId, World } from './world.ts';

describe('what fails on the way', () => {
  it('an entry that is away: the other one, never a third', async () => {
    const world = answering(new World());
    const { route, memory } = await routeIn(world);
    await ask(route, question);
    const guards = memory.state?.guards.map(({ server }) => server) ?? [];
    const operators = defaultOperators().filter(({ servers }) =>
      servers.some(({ key }) => guards.includes(key)),
    );
    expect(operators).toHaveLength(2);
    world.passings.length = 0;
    const [first, second] = operators.map(({ id }) => id);
    world.away.add(String(first));
    const south = { ...question, server: serverId('south content') };
    const asked = second === 'south' ? question : south;
    await ask(route, asked);
    expect(new Set(world.passings.map(({ entry }) => entry))).toEqual(new Set([second]));
    world.away.add(String(second));
    await expect(ask(route, asked)).rejects.toThrow(UnreachableError);
    expect(new Set(world.passings.map(({ entry }) => entry))).toEqual(new Set([second]));
  });

  it('exits that pass nothing on are gone round', async () => {
    const world = answering(new World());
    const { route } = await routeIn(world);
    await ask(route, question);
    for (const one of ['south exit', 'east exit', 'west exit']) {
      world.silent.clear();
      world.silent.add(one);
      for (let i = 0; i < 6; i++) expect(await ask(route, question)).toEqual(result);
    }
  });

  it('a server that is away is tried on two ways, then said', async () => {
    const world = answering(new World());
    const { route } = await routeIn(world);
    await route.refresh();
    world.passings.length = 0;
    world.silent.add('north content');
    await expect(ask(route, question)).rejects.toMatchObject({
      name: 'UnreachableError',
      at: 'server',
      why: 'unreachable',
    });
    expect(world.passings).toHaveLength(2);
    expect(new Set(world.passings.map(({ exit }) => exit)).size).toBe(2);
  });

  it('an answer spoilt anywhere is no answer', async () => {
    const world = answering(new World());
    const { route } = await routeIn(world);
    await route.refresh();
    let spoilt = 0;
    world.tamper = (bytes, where) => {
      if (where !== 'answer' || spoilt++ > 0) return bytes;
      const out = Uint8Array.from(bytes);
      out[100] = (out[100] ?? 0) ^ 1;
      return out;
    };
    expect(await ask(route, question)).toEqual(result);
    expect(spoilt).toBe(2);
    world.tamper = (bytes, where) => (where === 'answer' ? bytes.map((byte) => byte ^ 1) : bytes);
    await expect(ask(route, question)).rejects.toThrow(UnreachableError);
  });

  it('an entry that calls every exit unreachable is left for the other', async () => {
    const many = Array.from({ length: 12 }, (_, i) => operatorWithDoor(`exit-${i}`, ['exit'], 9_500 + i));
    const world = answering(new World([...defaultOperators(), ...many]));
    const { route, memory } = await routeIn(world);
    await route.refresh();
    const first = memory.state?.guards[0]?.server;
    const liar = defaultOperators().find(({ servers }) => servers.some(({ key }) => key === first))?.id ?? '';
    world.silent.add(`${liar} entry`);
    world.passings.length = 0;
    expect(await ask(route, { ...question, server: serverId('home id') })).toEqual(result);
    expect(world.passings.map(({ entry }) => entry === liar)).toEqual([true, true, true, false]);
  });

  it('any answer is borne', async () => {
    const world = answering(new World());
    const { route } = await routeIn(world);
    await route.refresh();
    let answer = new Uint8Array(0);
    world.tamper = (bytes, where) => (where === 'answer' ? answer : bytes);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 9_000 }), async (bytes) => {
        answer = bytes;
        await expect(ask(route, question)).rejects.toThrow(UnreachableError);
      }),
      runs(20),
    );
  });

  it('too few operators: said before anything is sent', async () => {
    const few = new World([
      operatorWithDoor('home', ['id', 'ad', 'exit'], 8000),
      operatorWithDoor('north', ['content', 'entry'], 8001),
    ]);
    const { route } = await routeIn(few);
    await expect(ask(route, question)).rejects.toThrow(TooFewOperatorsError);
    expect(few.passings).toHaveLength(0);
  });

  it('a server that lost its keys is asked with the new ones, after one more bundle', async () => {
    const world = answering(new World());
    const { route } = await routeIn(world);
    await ask(route, question);
    for (const lost of [
      'north content',
      'south exit',
      'east exit',
      'west exit',
      'east entry',
      'west entry',
    ]) {
      world.loseKeys(lost);
      world.publish();
      for (let i = 0; i < 4; i++) expect(await ask(route, question)).toEqual(result);
    }
    expect(world.fetched.length).toBeLessThan(10);
  });
});
