import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { base64url, hex } from '../../lib/bytes.ts';
import { boundOf, deedHash, spend as spendToken, type Token } from '../../lib/crypto/credential.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '../../lib/crypto/merkle.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { bundleHash, checkBundle } from '../../lib/crypto/network.ts';
import { tagged } from '../../lib/crypto/tagged.ts';
import {
  allowance,
  epochs,
  find,
  leave,
  logConsistency,
  logFind,
  logRoot,
  serverKeys,
  spend,
} from '../../lib/protocol/commands/id.ts';
import { frame } from '../../lib/protocol/frame.ts';
import { type Asker, makeAsker } from '../../servers/ask.ts';
import { type BundleWatch, watchBundle } from '../../servers/bundle.ts';
import type { RunningRole } from '../../servers/context.ts';
import { ADMIN_SUBJECT } from '../../servers/id/adminwords.ts';
import { LogMismatchError } from '../../servers/id/log.ts';
import { start } from '../../servers/id/main.ts';
import type { IdSettings } from '../../servers/id/settings.ts';
import { STREAMS } from '../../servers/id/store.ts';
import { fromJson } from '../../servers/publications.ts';
import { publishKeys } from '../../servers/publish.ts';
import { LISTING, Person } from './idpeople.ts';
import { seedOf } from './operators.ts';
import { RoleWorld, type TestRole } from './roleworld.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST = 20_000;
const SETTINGS: IdSettings = { newAccountDays: 0, bundleWaitMs: 60_000, reportsPerDay: 2 };
const ID_SERVER = base64url(p.signKey(seedOf('authority id')));
const NORTH = p.signKey(seedOf('north content'));

let world: RoleWorld;
let role: TestRole<IdSettings>;
let running: RunningRole;
let content: TestRole<object>;
let asker: Asker;

const refused = (code: string) => expect.objectContaining({ name: 'CommandError', code });

beforeEach(async () => {
  world = await RoleWorld.open(
    { authority: ['id', 'ad'], north: ['content', 'exit'] },
    FIRST * DAY + 12 * HOUR,
  );
  role = await world.role('authority', 'id', SETTINGS);
  running = await start(role.context);
  content = await world.role('north', 'content', {});
  asker = makeAsker(content.context);
});

afterEach(async () => {
  await running.stop();
  await world.close();
});

const deed = deedHash(p, 'content.append', {});

async function spendAt(token: Token | undefined): Promise<boolean> {
  if (token === undefined) throw new Error('no token');
  const { salt, ...spent } = spendToken(p, token, NORTH, deed);
  return (await asker.ask(ID_SERVER, spend, { ...spent, bound: boundOf(p, salt, deed) })).yes;
}

async function say(word: object): Promise<string> {
  const answer = await role.context.store.request(
    ADMIN_SUBJECT,
    new TextEncoder().encode(JSON.stringify(word)),
  );
  return new TextDecoder().decode(answer);
}

describe('epochs', () => {
  test('roll at midnight; the last counts one hour more; its secret is gone then', async () => {
    const alice = new Person(world, 'Alice');
    await alice.register();
    const today = (await alice.fetch(FIRST)).tokens;
    const tomorrow = (await alice.fetch(FIRST + 1)).tokens;
    expect(today).toHaveLength(100);
    expect(await spendAt(today[0])).toBe(true);
    expect(await spendAt(tomorrow[0])).toBe(false); // not begun
    await world.setClock((FIRST + 1) * DAY + HOUR - 60_000);
    expect(await spendAt(today[1])).toBe(true);
    expect(await spendAt(tomorrow[0])).toBe(true);
    await world.setClock((FIRST + 1) * DAY + HOUR);
    expect(await spendAt(today[2])).toBe(false);
    expect(await spendAt(tomorrow[1])).toBe(true);
    expect([...(await role.context.store.streams.subjects(STREAMS.secrets.name, '>')).keys()].sort()).toEqual(
      [`st.id.secret.${FIRST + 1}`, `st.id.secret.${FIRST + 2}`],
    );
    await expect(alice.fetch(FIRST)).rejects.toThrow(refused('forbidden'));
  });

  test('how many fetched is in the log when the epoch has ended', async () => {
    const two = [new Person(world, 'Alice'), new Person(world, 'Bob')];
    for (const one of two) {
      await one.register();
      await one.fetch(FIRST);
    }
    await world.setClock((FIRST + 1) * DAY + 2 * HOUR);
    const list = (await two[0]?.ask(epochs, {}, LISTING))?.epochs ?? [];
    expect(list.map((one) => [one.epoch, one.users.count])).toEqual([
      [FIRST, 2],
      [FIRST + 1, 0],
      [FIRST + 2, 0],
    ]);
    const leaf = tagged(p, 'log', 'users', new Uint8Array(16), frame('epoch users', FIRST, 2));
    const proof = await two[0]?.ask(logFind, { leaf });
    expect(
      proof &&
        verifyInclusion(p, leafHash(p, leaf), proof.index, proof.root.size, proof.path, proof.root.root),
    ).toBe(true);
  });
});

describe('bans', () => {
  test('bite within two epochs and an hour; finding and leaving go on', async () => {
    const mallory = new Person(world, 'Mallory');
    await mallory.register();
    const today = (await mallory.fetch(FIRST)).tokens;
    const next = (await mallory.fetch(FIRST + 1)).tokens;
    expect(await say({ do: 'ban', user: 'mallory' })).toContain('no more credentials');
    await expect(mallory.say(allowance, { epoch: FIRST })).rejects.toThrow(refused('banned'));
    await expect(mallory.update({ about: 'x' })).rejects.toThrow(refused('banned'));
    expect(await spendAt(today[0])).toBe(true);
    await world.setClock((FIRST + 1) * DAY + 2 * HOUR);
    await expect(mallory.fetch(FIRST + 2)).rejects.toThrow(refused('banned'));
    expect(await spendAt(next[0])).toBe(true);
    await world.setClock((FIRST + 2) * DAY + HOUR);
    expect(await spendAt(next[1])).toBe(false);
    await expect(mallory.ask(find, { name: 'Mallory' }, LISTING)).resolves.toBeDefined();
    await expect(mallory.say(leave, {})).resolves.toEqual({});
    mallory.card = { ...mallory.card, number: 0, name: 'Mallory Again' };
    await expect(mallory.register()).rejects.toThrow(refused('banned'));
    expect(await say({ do: 'unban', user: hex(mallory.user) })).toContain('again');
    await expect(mallory.register()).resolves.toBeDefined();
    expect(await say({ do: 'ban', user: 'nobody' })).toContain('There is no user');
  });
});

describe('restarts', () => {
  async function restart(): Promise<void> {
    role = await world.role('authority', 'id', SETTINGS);
    running = await start(role.context);
  }

  test('the log goes on; names, credentials and what was spent are still known', async () => {
    const alice = new Person(world, 'Alice');
    const listing = await alice.register();
    const { tokens, blinded } = await alice.fetch(FIRST);
    expect(await spendAt(tokens[0])).toBe(true);
    await running.stop();
    await restart();
    const root = await alice.ask(logRoot, {});
    const before = listing.proof.root;
    const { path } = await alice.ask(logConsistency, { from: before.size, to: root.size });
    expect(verifyConsistency(p, before.size, before.root, root.size, root.root, path)).toBe(true);
    expect((await alice.ask(find, { name: 'alice' }, LISTING)).proof.index).toBe(listing.proof.index);
    await expect(new Person(world, 'ALICE').register()).rejects.toThrow(refused('name-taken'));
    await expect(alice.fetch(FIRST)).rejects.toThrow(refused('quota'));
    expect(blinded.length).toBe(3200);
    const again = { ...spendToken(p, tokens[0] as Token, NORTH, deed) };
    const bound = boundOf(p, again.salt, deed);
    expect(
      await asker.ask(ID_SERVER, spend, { epoch: FIRST, nonce: again.nonce, mac: again.mac, bound }),
    ).toEqual({ yes: false });
    expect(await spendAt(tokens[1])).toBe(true);
  });

  test('a process that dies leaves its lease to lapse; nothing is lost, nothing forked', async () => {
    const alice = new Person(world, 'Alice');
    await alice.register();
    const before = await alice.ask(logRoot, {});
    await role.cut();
    await restart();
    await new Person(world, 'Bob').register();
    const after = await alice.ask(logRoot, {});
    const { path } = await alice.ask(logConsistency, { from: before.size, to: after.size });
    expect(verifyConsistency(p, before.size, before.root, after.size, after.root, path)).toBe(true);
  });

  test('nats-server is killed and comes back: the same ID server goes on', async () => {
    const alice = new Person(world, 'Alice');
    const { proof } = await alice.register();
    await world.nats.get('authority')?.kill9();
    await world.nats.get('authority')?.start();
    await expect
      .poll(
        () =>
          alice.ask(find, { name: 'alice' }, LISTING).then(
            (one) => one.proof.index,
            () => null,
          ),
        { timeout: 20_000, interval: 200 },
      )
      .toBe(proof.index);
    await expect(new Person(world, 'Bob').register()).resolves.toBeDefined();
  });

  test('nats-server is away longer than a lease lasts: served again when it is back', async () => {
    const alice = new Person(world, 'Alice');
    const { proof } = await alice.register();
    await world.nats.get('authority')?.kill9();
    await expect.poll(() => world.logged.join(''), { timeout: 20_000 }).toContain('the lease was lost');
    await world.nats.get('authority')?.start();
    const index = () =>
      alice.ask(find, { name: 'alice' }, LISTING).then(
        (one) => one.proof.index,
        () => null,
      );
    await expect.poll(index, { timeout: 20_000, interval: 200 }).toBe(proof.index);
    await expect(new Person(world, 'Bob').register()).resolves.toBeDefined();
  });

  test('a second process stands by, and serves when the first has stopped', async () => {
    const alice = new Person(world, 'Alice');
    const { proof } = await alice.register();
    const second = await world.role('authority', 'id', SETTINGS);
    const standing = await start(second.context);
    await running.stop();
    const index = () =>
      alice.ask(find, { name: 'alice' }, LISTING).then(
        (one) => one.proof.index,
        () => null,
      );
    await expect.poll(index, { timeout: 20_000, interval: 100 }).toBe(proof.index);
    [role, running] = [second, standing];
  });

  test('a card that was stored but not logged is logged at the next start, once', async () => {
    const alice = new Person(world, 'Alice');
    await alice.register();
    const user = `st.id.user.${hex(alice.user)}`;
    const kept = await role.context.store.streams.lastFromLeader(STREAMS.users.name, user);
    const sizeBefore = (await alice.ask(logRoot, {})).size;
    await running.stop();
    // another salt: as if the process had ended between storing and logging
    const record = Uint8Array.from(kept?.payload ?? []);
    const salt = Buffer.from(record).indexOf('salt') + 5;
    record[salt] = (record[salt] ?? 0) ^ 1;
    const spare = await world.role('authority', 'id', SETTINGS);
    await spare.context.store.streams.put(user, record);
    await restart();
    expect((await alice.ask(logRoot, {})).size).toBe(sizeBefore + 1);
    expect((await alice.ask(find, { name: 'alice' }, LISTING)).proof.index).toBe(sizeBefore);
  });

  test('a log that is not the one that was signed: the server does not start', async () => {
    await new Person(world, 'Alice').register();
    await running.stop();
    const spare = await world.role('authority', 'id', SETTINGS);
    const { streams } = spare.context.store;
    const leaves: { seq: number; payload: Uint8Array }[] = [];
    for await (const one of streams.read(STREAMS.log.name)) leaves.push(one);
    await streams.drop(STREAMS.log.name);
    await streams.ensure({ name: STREAMS.log.name, subjects: [STREAMS.log.subject], perSubject: -1 });
    for (const one of leaves.slice(1)) await streams.put(STREAMS.log.subject, one.payload);
    await expect(start(spare.context)).rejects.toThrow(LogMismatchError);
    // as it was, it starts
    await streams.drop(STREAMS.log.name);
    await streams.ensure({ name: STREAMS.log.name, subjects: [STREAMS.log.subject], perSubject: -1 });
    for (const one of leaves) await streams.put(STREAMS.log.subject, one.payload);
    await restart();
  });
});

describe('the bundle of the day', () => {
  let doors: BundleWatch[];

  beforeAll(() => {
    doors = [];
  });

  afterEach(() => {
    for (const door of doors) door.stop();
    doors = [];
  });

  function watch(from: TestRole<object>): BundleWatch {
    const door = watchBundle(from.context, 50);
    doors.push(door);
    return door;
  }

  test('is there when every server has handed in its keys, the same for all, and its hash is in the log', async () => {
    const [exit, ad] = [await world.role('north', 'exit', {}), await world.role('authority', 'ad', {})];
    const [one, two] = [watch(content), watch(exit)];
    const publishing = [publishKeys(content.context), publishKeys(exit.context)];
    // one is missing still: the servers are waited for
    await expect.poll(() => keysIn(role)).toBeGreaterThanOrEqual(6);
    expect(one.current()).toBeNull();
    publishing.push(publishKeys(ad.context));
    await expect.poll(() => one.json()).not.toBeNull();
    await expect.poll(() => two.json()).toBe(one.json());
    const signed = checkBundle(p, JSON.parse(one.json() ?? ''), world.network, world.clock);
    expect(signed.bundle.keys.map((key) => key.day)).toEqual([0, 1, 0, 1, 0, 1, 0, 1].map((n) => FIRST + n));
    const leaf = tagged(p, 'log', 'bundle', new Uint8Array(16), bundleHash(p, signed.bundle));
    const proof = await new Person(world, 'Alice').ask(logFind, { leaf });
    expect(
      verifyInclusion(p, leafHash(p, leaf), proof.index, proof.root.size, proof.path, proof.root.root),
    ).toBe(true);

    const tomorrow = (FIRST + 1) * DAY + 60_000;
    await world.setClock(tomorrow);
    await expect.poll(() => one.current()?.bundle.day, { timeout: 10_000 }).toBe(FIRST + 1);
    const next = checkBundle(p, JSON.parse(one.json() ?? ''), world.network, tomorrow);
    expect(next.bundle.keys).toHaveLength(8);
    for (const each of publishing) each.stop();
  });

  test('takes in a server’s own keys only, signed, of today and tomorrow', async () => {
    const exit = await world.role('north', 'exit', {});
    const own = content.context.serverKeys.publications().map(fromJson);
    const [first] = own;
    if (first === undefined) throw new Error('no key');
    const hand = (keys: typeof own) => asker.ask(ID_SERVER, serverKeys, { keys });
    await expect(hand(exit.context.serverKeys.publications().map(fromJson))).rejects.toThrow(
      refused('forbidden'),
    );
    await expect(hand([{ ...first, sig: new Uint8Array(64) }])).rejects.toThrow(refused('forbidden'));
    await expect(hand([{ ...first, day: FIRST + 1 }])).rejects.toThrow(refused('forbidden'));
    await world.setClock(world.clock + 2 * DAY);
    await expect(hand(own)).rejects.toThrow(refused('conflict'));
  });
});

async function keysIn(of: TestRole<IdSettings>): Promise<number> {
  return (await of.context.store.streams.subjects(STREAMS.keys.name, '>')).size;
}
