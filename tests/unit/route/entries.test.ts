import { describe, expect, it } from 'vitest';
import { base64url } from '../../../lib/bytes.ts';
import { ask } from '../../../lib/route/ask.ts';
import { answering, next, question, result } from './question.ts';
import { DAY, type Memory, operatorWithDoor, routeIn, serverId, World } from './world.ts';

describe('entries', () => {
  const names = (memory: Memory) => memory.state?.guards.map(({ server }) => server);

  it('are two of different operators, kept 30 days, over restarts', async () => {
    const here = answering();
    const { route, memory } = await routeIn(here);
    await ask(route, question);
    const first = names(memory);
    for (const days of [1, 13, 13, 2]) {
      here.now += days * DAY;
      here.file = next(here.file, { issued: here.now, expires: here.now + 14 * DAY });
      here.publish();
      await ask((await routeIn(here, { storage: memory, joined: false })).route, question);
    }
    expect(names(memory)).toEqual(first);
    here.now += DAY;
    here.file = next(here.file);
    here.publish();
    await ask(route, question);
    expect(memory.state?.guards.every(({ since }) => since === here.now)).toBe(true);
    expect(new Set(names(memory)).size).toBe(2);
  });

  it('that leave the network are replaced, the other stays', async () => {
    const here = answering();
    const { route, memory } = await routeIn(here);
    await ask(route, question);
    const [gone, stays] = names(memory) ?? [];
    const operators = here.file.operators.map((one) => {
      if (!one.servers.some(({ key }) => key === gone)) return one;
      const { door: _door, ...rest } = one;
      return { ...rest, servers: one.servers.filter(({ key }) => key !== gone) };
    });
    here.file = next(here.file, { operators });
    here.publish();
    await route.refresh();
    expect(names(memory)).toContain(stays);
    expect(names(memory)).not.toContain(gone);
    expect(names(memory)).toHaveLength(2);
  });

  it('are never of the relay’s operator', async () => {
    const here = answering();
    for (let i = 0; i < 20; i++) {
      const { memory } = await routeIn(here, { relay: () => 'east' });
      expect(names(memory)).not.toContain(base64url(serverId('east entry')));
    }
  });

  it('are drawn evenly from all operators', async () => {
    const here = answering();
    const seen = new Set<string>();
    for (let i = 0; i < 60; i++) for (const one of names((await routeIn(here)).memory) ?? []) seen.add(one);
    expect(seen.size).toBe(4);
  });

  it('of a network with one entry operator is one', async () => {
    const here = new World([
      operatorWithDoor('home', ['id', 'ad'], 8000),
      operatorWithDoor('north', ['content'], 8001),
      operatorWithDoor('east', ['entry', 'exit'], 8002),
      operatorWithDoor('west', ['exit'], 8003),
    ]);
    here.handler = () => result;
    const { route, memory } = await routeIn(here);
    expect(await ask(route, question)).toEqual(result);
    expect(names(memory)).toEqual([base64url(serverId('east entry'))]);
  });
});
