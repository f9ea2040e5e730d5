import { describe, expect, it } from 'vitest';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { sodiumPrimitives } from '../../../lib/crypto/sodium.ts';
import { gone, putChunk, read } from '../../../lib/protocol/commands/content.ts';
import { allowance } from '../../../lib/protocol/commands/id.ts';
import { CommandError, MalformedError } from '../../../lib/protocol/errors.ts';
import { ask } from '../../../lib/route/ask.ts';
import { BadAnswerError, NotInNetworkError } from '../../../lib/route/errors.ts';
import { answering, question, result } from './question.ts';
import { routeIn, serverId, World } from './world.ts';

const north = question.server;
const { drop } = question.args;

describe('a question through two hops', () => {
  it('comes to its server and its answer back', async () => {
    const world = answering(new World());
    const { route } = await routeIn(world);
    let asked: unknown;
    world.handler = (args, command) => {
      asked = { args, command };
      return result;
    };
    expect(await ask(route, question)).toEqual(result);
    expect(asked).toEqual({ args: { drop }, command: gone.name });
  });

  it('is the same made by libsodium, as browsers do', async () => {
    const world = answering(new World());
    const { route } = await routeIn(world, { primitives: await sodiumPrimitives() });
    expect(await ask(route, question)).toEqual(result);
  });

  it('never goes through two servers of one operator, and takes every exit it may', async () => {
    const world = answering(new World());
    const { route } = await routeIn(world);
    const exits = new Set<string>();
    for (let i = 0; i < 40; i++) await ask(route, question);
    for (const { entry, exit, server } of world.passings.filter(({ server }) => server === 'north')) {
      expect(new Set([entry, exit, server]).size).toBe(3);
      exits.add(exit);
    }
    const { entry } = world.passings.at(-1) ?? { entry: '' };
    expect([...exits].sort()).toEqual(['east', 'south', 'west'].filter((one) => one !== entry));
  });

  it('tells which way it went, to whoever shows it', async () => {
    const world = answering(new World());
    const ways: string[][] = [];
    const { route } = await routeIn(world, {
      passed: ({ entry, exit, server }) =>
        ways.push([entry, exit, server].map(({ operator }) => operator.id)),
    });
    await ask(route, question);
    expect(ways).toEqual(world.passings.map(({ entry, exit, server }) => [entry, exit, server]));
    expect(ways.at(-1)?.[2]).toBe('north');
  });

  it('draws every X1 and every envelope anew, for a repeated question too', async () => {
    const world = answering(new World());
    const { route } = await routeIn(world);
    const seen: string[] = [];
    world.tamper = (bytes, where) => {
      if (where !== 'answer') seen.push(Buffer.from(bytes).toString('base64'));
      return bytes;
    };
    for (let i = 0; i < 5; i++) await ask(route, question);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(15);
  });

  it('gives the arguments the minute of the envelope, as a signed word needs', async () => {
    const world = new World();
    const { route } = await routeIn(world);
    const minutes: number[] = [];
    world.handler = (_args, _command, minute) => {
      minutes.push(minute);
      return { count: 100, fetched: false };
    };
    world.ahead.set('home id', 60 * 60_000);
    const made: number[] = [];
    await ask(route, {
      server: serverId('home id'),
      command: allowance,
      args: (minute) => {
        made.push(minute);
        return { word: { user: drop, device: drop, sig: new Uint8Array(64) }, epoch: 1 };
      },
    });
    expect(made.at(-1)).toBe(minutes[0]);
    expect(minutes).toEqual([Math.floor(world.now / 60_000) + 60]);
  });
});

describe('what servers answer', () => {
  it('errors are thrown with their code', async () => {
    const world = new World();
    world.handler = () => {
      throw new CommandError('deleted');
    };
    const { route } = await routeIn(world);
    await expect(ask(route, question)).rejects.toMatchObject({ name: 'CommandError', code: 'deleted' });
    expect(world.passings.filter(({ server }) => server === 'north')).toHaveLength(1);
  });

  it('a result of another form is refused whole', async () => {
    const world = new World();
    const { route } = await routeIn(world);
    for (const bad of [
      {},
      { ...result, more: 1 },
      { key: result.key, sig: p.random(63) },
      { key: null, sig: result.sig },
    ]) {
      world.handler = () => bad;
      await expect(ask(route, question)).rejects.toThrow(BadAnswerError);
    }
  });

  it('what does not fit is asked for one class up, by readers', async () => {
    const world = new World();
    const sizes: number[] = [];
    world.tamper = (bytes, where) => {
      if (where === 'server') sizes.push(bytes.length);
      return bytes;
    };
    world.handler = () => ({
      standing: { rev: 0, root: drop, sig: new Uint8Array(64) },
      upto: 0,
      records: [],
      entries: [],
      reactions: [],
      deeds: new Uint8Array(10_000),
    });
    const { route } = await routeIn(world);
    await route.refresh();
    sizes.length = 0;
    expect((await ask(route, { server: north, command: read, args: { id: drop } })).deeds).toHaveLength(
      10_000,
    );
    expect(sizes).toEqual([1148 + 8192, 1148 + 65536]);
  });

  it('what no class holds is not sent', async () => {
    const { route } = await routeIn(answering(new World()));
    const args = {
      drop,
      entry: drop,
      at: 0,
      rev: 0,
      number: 0,
      bytes: new Uint8Array(245_776),
      sig: new Uint8Array(64),
    };
    await expect(
      ask(route, { server: north, command: putChunk, args: { ...args, bytes: new Uint8Array(245_777) } }),
    ).rejects.toThrow(MalformedError);
  });

  it('a server outside the network is not asked', async () => {
    const world = answering(new World());
    const { route } = await routeIn(world);
    await expect(ask(route, { ...question, server: p.random(32) })).rejects.toThrow(NotInNetworkError);
    const { route: nowhere } = await routeIn(world, { joined: false });
    await expect(ask(nowhere, question)).rejects.toThrow(NotInNetworkError);
  });
});

describe('clocks', () => {
  it.each([-2, 2, 30])('a clock of ours %i hours wrong is corrected', async (hours) => {
    const world = answering(new World());
    const { route, memory } = await routeIn(world, { now: () => world.now + hours * 3_600_000 });
    expect(await ask(route, question)).toEqual(result);
    expect(Math.abs(route.now() - world.now)).toBeLessThan(60_000);
    const before = world.passings.length;
    const { route: again } = await routeIn(world, {
      now: () => world.now + hours * 3_600_000,
      storage: memory,
      joined: false,
    });
    expect(await ask(again, question)).toEqual(result);
    expect(world.passings.length - before).toBeLessThanOrEqual(2);
  });

  it('one server that lies about the time moves neither the clock nor what others are told', async () => {
    const world = answering(new World());
    const { route } = await routeIn(world);
    await ask(route, question);
    const told: number[] = [];
    world.handler = (_args, _command, minute) => {
      told.push(minute);
      return result;
    };
    for (const liar of ['east entry', 'west entry', 'south entry', 'north entry'])
      world.ahead.set(liar, 3_600_000);
    for (let i = 0; i < 10; i++) await ask(route, question);
    expect(new Set(told)).toEqual(new Set([Math.floor(world.now / 60_000)]));
    expect(route.now()).toBe(world.now);
  });
});
