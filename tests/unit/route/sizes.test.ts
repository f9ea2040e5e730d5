import { describe, expect, it } from 'vitest';
import { SIZE_CLASSES } from '../../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { CATALOGUE } from '../../../lib/protocol/catalogue.ts';
import { erase, putChunk, read } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { ask } from '../../../lib/route/ask.ts';
import { HABITS } from '../../../lib/route/habits.ts';
import { answering, question } from './question.ts';
import { sampleOf } from './sample.ts';
import { routeIn, serverId, World } from './world.ts';

const north = question.server;
const { drop } = question.args;

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
