import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64url, hex } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { NetworkFileError, networkHash, signBundle, signNetwork } from '../../../lib/crypto/network.ts';
import { signTagged } from '../../../lib/crypto/tagged.ts';
import { append, gone } from '../../../lib/protocol/commands/content.ts';
import type { NetworkFile } from '../../../lib/protocol/network.ts';
import { ask } from '../../../lib/route/ask.ts';
import { LogError, NotInNetworkError, UnreachableError } from '../../../lib/route/errors.ts';
import { seedOf } from '../../network/operators.ts';
import { runs } from '../fuzzruns.ts';
import { TestLog } from './log.ts';
import {
  AUTHORITY,
  DAY,
  defaultOperators,
  type Memory,
  operatorWithDoor,
  routeIn,
  serverId,
  World,
} from './world.ts';

const question = { server: serverId('north content'), command: gone, args: { drop: new Uint8Array(32) } };
const result = { key: new Uint8Array(32), sig: new Uint8Array(64) };
const authority = seedOf('authority of all');

function world(): World {
  const made = new World();
  made.handler = () => result;
  return made;
}

/** The next file of a world's network, with changes. */
function next(file: NetworkFile, change: Partial<NetworkFile> = {}): NetworkFile {
  return {
    ...file,
    number: file.number + 1,
    previous: hex(networkHash(p, file)),
    issued: file.issued + DAY,
    expires: file.expires + DAY,
    ...change,
  };
}

describe('joining', () => {
  it('takes the network whose authority is pinned, and no other', async () => {
    const here = world();
    const { route } = await routeIn(here, { joined: false });
    const signed = here.bundle.bundle.network;
    await expect(route.join(signed, base64url(p.random(32)))).rejects.toMatchObject({ reason: 'authority' });
    await expect(route.join({ ...signed, signatures: [] }, AUTHORITY)).rejects.toThrow(NetworkFileError);
    await expect(route.join('nonsense', AUTHORITY)).rejects.toMatchObject({ reason: 'malformed' });
    const forged = { ...signed, file: { ...signed.file, name: 'Mallory’s' } };
    await expect(route.join(forged, AUTHORITY)).rejects.toMatchObject({ reason: 'signature' });
    expect(() => route.network()).toThrow(NotInNetworkError);
    await route.join(signed, AUTHORITY);
    expect(route.network()).toEqual(signed);
  });

  it('stays in it: another network is not joined over it', async () => {
    const here = world();
    const { route } = await routeIn(here);
    const other = signNetwork(
      p,
      { ...here.file, authority: base64url(p.signKey(seedOf('other'))) },
      seedOf('other'),
    );
    await expect(route.join(other, other.file.authority)).rejects.toMatchObject({ reason: 'authority' });
    expect(route.authority()).toBe(AUTHORITY);
  });

  it('with an expired file fetches the newer one and goes on', async () => {
    const here = world();
    const old = here.bundle.bundle.network;
    here.file = next(here.file, {
      issued: here.file.issued + 13 * DAY,
      expires: here.file.expires + 13 * DAY,
    });
    here.now += 14 * DAY;
    here.publish();
    const { route } = await routeIn(here, { joined: false });
    await route.join(old, AUTHORITY);
    expect(await ask(route, question)).toEqual(result);
    expect(route.network().file.number).toBe(2);
  });

  it('with an expired file and no newer one asks nothing but the doors', async () => {
    const here = world();
    here.now += 14 * DAY;
    here.publish();
    const { route } = await routeIn(here, { joined: false });
    await route.join(here.bundle.bundle.network, AUTHORITY);
    await expect(ask(route, question)).rejects.toMatchObject({ name: 'NetworkFileError', reason: 'expired' });
    expect(here.passings).toHaveLength(0);
  });
});

describe('the bundle of the day', () => {
  it('is fetched once and kept, over a restart too', async () => {
    const here = world();
    const { route, memory } = await routeIn(here);
    for (let i = 0; i < 3; i++) await ask(route, question);
    const { route: again } = await routeIn(here, { storage: memory, joined: false });
    await ask(again, question);
    expect(here.fetched).toHaveLength(1);
  });

  it('of the day before works on, while the new one is fetched beside', async () => {
    const here = world();
    const { route } = await routeIn(here);
    await ask(route, question);
    here.now += DAY;
    here.away.clear();
    expect(await ask(route, question)).toEqual(result);
    here.publish();
    await route.refresh();
    here.now += DAY;
    expect(await ask(route, question)).toEqual(result);
  });

  it('brings the newer network file, never an older one', async () => {
    const here = world();
    const { route } = await routeIn(here);
    await ask(route, question);
    const before = here.bundle;
    here.file = next(here.file);
    here.publish();
    await route.refresh();
    expect(route.network().file.number).toBe(2);
    here.bundle = before;
    await expect(route.refresh()).rejects.toMatchObject({ reason: 'older' });
    expect(route.network().file.number).toBe(2);
  });

  it('is never gone back on within a day either', async () => {
    const here = world();
    const { route } = await routeIn(here);
    const before = here.bundle;
    here.loseKeys('north content');
    here.publish();
    await ask(route, question);
    here.bundle = before;
    await expect(route.refresh()).rejects.toMatchObject({ reason: 'older' });
    expect(await ask(route, question)).toEqual(result);
  });

  it('a door that lies is passed over for the other', async () => {
    const here = world();
    const { route, memory } = await routeIn(here);
    const first = memory.state?.guards[0]?.server ?? '';
    const liar = defaultOperators().find(({ servers }) => servers.some(({ key }) => key === first))?.id ?? '';
    const mallory = { ...here.bundle, sig: base64url(p.random(64)) };
    for (const lie of [{}, null, mallory, { ...here.bundle, bundle: { ...here.bundle.bundle, day: 1 } }]) {
      here.lies.set(liar, () => lie);
      await route.refresh();
    }
    expect(here.fetched.length).toBeGreaterThan(4);
    expect(memory.state?.bundle).toEqual(here.bundle);
  });

  it('anything a door may give is borne', async () => {
    const here = world();
    const { route } = await routeIn(here);
    await ask(route, question);
    let given: unknown;
    for (const { id } of here.file.operators) here.lies.set(id, () => given);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json().map((text) => JSON.parse(text)),
          fc.constant(here.bundle),
        ),
        fc.string(),
        async (json, word) => {
          given = json === here.bundle ? { ...here.bundle, [word]: word } : json;
          await expect(route.refresh()).rejects.toMatchObject({ name: 'NetworkFileError' });
        },
      ),
      runs(50),
    );
    expect(await ask(route, question)).toEqual(result);
  });

  it('no door, or none that tells the truth: an error, and what was known stays', async () => {
    const here = world();
    const { route } = await routeIn(here);
    for (const { id } of here.file.operators) here.away.add(id);
    await expect(route.refresh()).rejects.toThrow(UnreachableError);
    here.away.clear();
    await ask(route, question);
    for (const { id } of here.file.operators) here.lies.set(id, () => ({ bundle: 'mine' }));
    await expect(route.refresh()).rejects.toMatchObject({ reason: 'malformed' });
    expect(await ask(route, question)).toEqual(result);
  });

  it('an authority changes only with the word of the one before', async () => {
    const here = world();
    const { route } = await routeIn(here);
    await ask(route, question);
    const heir = seedOf('heir');
    const file = next(here.file, { authority: base64url(p.signKey(heir)) });
    const keys = here.makeBundle(here.file).bundle.keys;
    const day = here.bundle.bundle.day;
    const give = (...seeds: Uint8Array[]) => {
      here.bundle = signBundle(p, seedOf('home id'), day, signNetwork(p, file, ...seeds), keys);
      here.logBundle(here.bundle);
    };
    give(heir);
    await expect(route.refresh()).rejects.toMatchObject({ reason: 'authority' });
    give(heir, authority);
    await route.refresh();
    expect(route.network().file.authority).toBe(file.authority);
    expect(route.authority()).toBe(AUTHORITY);
  });
});

describe('a bundle for one user alone', () => {
  it('that is not in the log is refused, and writing stops until the person goes on', async () => {
    const here = world();
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
    const here = world();
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
    const here = world();
    const { route } = await routeIn(here);
    Object.assign(here, { log: new TestLog(seedOf('Mallory'), here.log.leaves) });
    await expect(route.refresh()).rejects.toMatchObject({ name: 'LogError', reason: 'unsigned' });
  });

  it('with a path that proves nothing is refused', async () => {
    const here = world();
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
    const here = world();
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
    const here = world();
    const { route } = await routeIn(here);
    await ask(route, question);
    for (let i = 0; i < 5; i++) here.log.add(p.random(32));
    await route.heardRoot(here.log.root(1));
    expect(route.root()?.size).toBe(6);
    await route.heardRoot(here.log.root(1, 3));
    expect(route.root()?.size).toBe(6);
  });

  it('of another log stop writing', async () => {
    const here = world();
    const { route } = await routeIn(here);
    await ask(route, question);
    const other = new TestLog(seedOf('home id'), [p.random(32)]);
    await expect(route.heardRoot(other.root(1))).rejects.toThrow(LogError);
    await stopped(route, 'forked');
  });

  it('not signed by the ID server are nobody’s word', async () => {
    const here = world();
    const { route } = await routeIn(here);
    await ask(route, question);
    const forged = { ...here.log.root(1), size: 9, sig: signTagged(p, seedOf('Mallory'), 'log root') };
    await expect(route.heardRoot(forged)).rejects.toMatchObject({ reason: 'unsigned' });
    expect(route.stopped()).toBeNull();
    expect(route.root()?.size).toBe(1);
  });
});

describe('entries', () => {
  const names = (memory: Memory) => memory.state?.guards.map(({ server }) => server);

  it('are two of different operators, kept 30 days, over restarts', async () => {
    const here = world();
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
    const here = world();
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
    const here = world();
    for (let i = 0; i < 20; i++) {
      const { memory } = await routeIn(here, { relay: () => 'east' });
      expect(names(memory)).not.toContain(base64url(serverId('east entry')));
    }
  });

  it('are drawn evenly from all operators', async () => {
    const here = world();
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
