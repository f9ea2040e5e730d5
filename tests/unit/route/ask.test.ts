import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIZE_CLASSES } from '../../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { sodiumPrimitives } from '../../../lib/crypto/sodium.ts';
import { CATALOGUE } from '../../../lib/protocol/catalogue.ts';
import { erase, gone, putChunk, read } from '../../../lib/protocol/commands/content.ts';
import { allowance } from '../../../lib/protocol/commands/id.ts';
import { CommandError, MalformedError } from '../../../lib/protocol/errors.ts';
import { ask } from '../../../lib/route/ask.ts';
import {
  BadAnswerError,
  NotInNetworkError,
  TooFewOperatorsError,
  UnreachableError,
} from '../../../lib/route/errors.ts';
import { HABITS } from '../../../lib/route/habits.ts';
import { runs } from '../fuzzruns.ts';
import { sampleOf } from './sample.ts';
import { defaultOperators, operatorWithDoor, routeIn, serverId, World } from './world.ts';

const north = serverId('north content');
const drop = p.random(32);
const question = { server: north, command: gone, args: { drop } };
const result = { key: p.random(32), sig: p.random(64) };

function answering(world: World): World {
  world.handler = () => result;
  return world;
}

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

describe('sizes', () => {
  it('every command of users has its habit, and none is smaller than the least', () => {
    const users = Object.values(CATALOGUE).flatMap((list) => list.filter(({ from }) => from === 'users'));
    expect(HABITS.map(([{ name }]) => name).sort()).toEqual(users.map(({ name }) => name).sort());
    expect(HABITS.every(([, { usual }]) => usual >= 1)).toBe(true);
  });

  it('of every command’s questions and answers depend on the class alone, at the door, between hops and at the server', async () => {
    const world = new World();
    const { route } = await routeIn(world);
    await route.refresh();
    const homes = { content: 'north content', id: 'home id', ad: 'home ad' };
    for (const sizeClass of [1, 2, 3] as const) {
      const seen = new Set<string>();
      for (const [command] of HABITS) {
        // an answer, and the refusal that is as long as can be
        for (const answer of [sampleOf(command.result), null]) {
          world.handler = () => {
            if (answer === null) throw new CommandError('credential-refused');
            return { ...answer };
          };
          const server = serverId(homes[command.to]);
          const asked = { server, command, args: { ...sampleOf(command.args) }, class: sizeClass };
          world.passings.length = 0;
          await ask(route, asked).catch(() => undefined);
          expect(world.passings.length).toBeGreaterThan(0);
          for (const { sizes, frame } of world.passings) seen.add([...sizes, frame].join(' '));
        }
      }
      const size = SIZE_CLASSES[sizeClass];
      expect([...seen]).toEqual([[size + 3588, size + 2368, size + 1148, size + 155].join(' ')]);
    }
  });

  it('reading, removing and short writing go in one class', async () => {
    const world = new World();
    const { route } = await routeIn(world);
    await route.refresh();
    world.passings.length = 0;
    world.handler = () => {
      throw new CommandError('absent');
    };
    const sig = p.random(64);
    await ask(route, { server: north, command: read, args: { id: drop } }).catch(() => undefined);
    await ask(route, { server: north, command: erase, args: { drop, key: drop, sig } }).catch(
      () => undefined,
    );
    const args = { drop, entry: drop, at: 0, rev: 0, number: 0, bytes: new Uint8Array(512), sig };
    await ask(route, { server: north, command: putChunk, args }).catch(() => undefined);
    expect(new Set(world.passings.map(({ sizes }) => sizes.join()))).toHaveLength(1);
  });
});

describe('many questions', () => {
  it('go to one server four at a time, and gentle ones after a random wait', async () => {
    const world = answering(new World());
    const waits: number[] = [];
    const { route } = await routeIn(world, { gentle: 1_000, sleep: async (ms) => void waits.push(ms) });
    await route.refresh();
    let running = 0;
    let most = 0;
    const post = route.travel.carrier.post;
    const counted = {
      ...world.carrier,
      post: async (door: string, bytes: Uint8Array) => {
        most = Math.max(most, ++running);
        const answer = await post(door, bytes);
        running--;
        return answer;
      },
    };
    const { route: watched } = await routeIn(world, {
      carrier: counted,
      gentle: 1_000,
      sleep: async (ms) => void waits.push(ms),
    });
    await watched.refresh();
    await Promise.all(Array.from({ length: 20 }, () => ask(watched, { ...question, gentle: true })));
    expect(most).toBe(4);
    expect(waits).toHaveLength(20);
    expect(new Set(waits).size).toBeGreaterThan(10);
    expect(Math.max(...waits)).toBeLessThan(1_000);
    await ask(watched, question);
    expect(waits).toHaveLength(20);
  });
});
