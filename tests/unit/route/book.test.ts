import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64url } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { NetworkFileError, signBundle, signNetwork } from '../../../lib/crypto/network.ts';
import { ask } from '../../../lib/route/ask.ts';
import { NotInNetworkError, UnreachableError } from '../../../lib/route/errors.ts';
import { seedOf } from '../../network/operators.ts';
import { runs } from '../fuzzruns.ts';
import { answering, next, question, result } from './question.ts';
import { AUTHORITY, DAY, defaultOperators, routeIn } from './world.ts';

const authority = seedOf('authority of all');

describe('joining', () => {
  it('takes the network whose authority is pinned, and no other', async () => {
    const here = answering();
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
    const here = answering();
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
    const here = answering();
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
    const here = answering();
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
    const here = answering();
    const { route, memory } = await routeIn(here);
    for (let i = 0; i < 3; i++) await ask(route, question);
    const { route: again } = await routeIn(here, { storage: memory, joined: false });
    await ask(again, question);
    expect(here.fetched).toHaveLength(1);
  });

  it('of the day before works on, while the new one is fetched beside', async () => {
    const here = answering();
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
    const here = answering();
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
    const here = answering();
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
    const here = answering();
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
    const here = answering();
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
    const here = answering();
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
    const here = answering();
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
