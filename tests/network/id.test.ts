import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { base64url, hex, same, utf8 } from '../../lib/bytes.ts';
import { boundOf, deedHash } from '../../lib/crypto/credential.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '../../lib/crypto/merkle.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { tagged, verifyTagged } from '../../lib/crypto/tagged.ts';
import {
  allowance,
  credentials,
  epochs,
  find,
  leave,
  logConsistency,
  logNames,
  logRoot,
  search,
  spend,
} from '../../lib/protocol/commands/id.ts';
import { frame } from '../../lib/protocol/frame.ts';
import type { Listing, LogProof } from '../../lib/protocol/identity.ts';
import { type Asker, makeAsker } from '../../servers/ask.ts';
import type { RunningRole } from '../../servers/context.ts';
import { start } from '../../servers/id/main.ts';
import type { IdSettings } from '../../servers/id/settings.ts';
import { STREAMS } from '../../servers/id/store.ts';
import { Person, spending } from './idpeople.ts';
import { seedOf } from './operators.ts';
import { RoleWorld, type TestRole } from './roleworld.ts';

const DAY = 86_400_000;
const NOON = 20_000 * DAY + DAY / 2;
const SETTINGS: IdSettings = { newAccountDays: 3, bundleWaitMs: 0, reportsPerDay: 2 };
const ID_KEY = p.signKey(seedOf('authority id'));
const ID_SERVER = base64url(ID_KEY);
const BIG = 60_000;

let world: RoleWorld;
let role: TestRole<IdSettings>;
let running: RunningRole;
let north: Asker;
let south: Asker;

const refused = (code: string) => expect.objectContaining({ name: 'CommandError', code });

beforeAll(async () => {
  world = await RoleWorld.open(
    { authority: ['id', 'ad'], north: ['content', 'exit'], south: ['content'] },
    NOON,
    { signupBits: 8 },
  );
  role = await world.role('authority', 'id', SETTINGS);
  running = await start(role.context);
  north = makeAsker((await world.role('north', 'content', {})).context);
  south = makeAsker((await world.role('south', 'content', {})).context);
});

afterAll(async () => {
  await running.stop();
  await world.close();
});

function holds(proof: LogProof, leaf: Uint8Array): boolean {
  const { size, root, minute, sig } = proof.root;
  return (
    verifyTagged(p, ID_KEY, sig, 'log root', size, root, minute) &&
    verifyInclusion(p, leafHash(p, leaf), proof.index, size, proof.path, root)
  );
}

function listed({ card, salt, proof }: Listing): boolean {
  return holds(proof, tagged(p, 'log', 'card', salt, card.card));
}

describe('names', () => {
  test('registering lists the card, proved by the log; the same again answers the same', async () => {
    const alice = new Person(world, 'Alice Adams');
    const listing = await alice.register();
    expect(listed(listing)).toBe(true);
    expect(listing.over).toEqual({ age: 13, day: 20_000 });
    const again = await alice.register();
    expect(again.proof.index).toBe(listing.proof.index);
    expect(again.salt).toEqual(listing.salt);
  });

  test('a name is found as people write it, by name, word and user', async () => {
    const bob = new Person(world, 'Bob von Brown');
    await bob.register();
    for (const name of ['bob von brown', 'BOB  VON BROWN', 'Ｂｏｂ von Brown'])
      expect((await bob.ask(find, { name }, BIG)).card.card).toEqual(bob.signed().card);
    expect(listed(await bob.ask(find, { user: bob.user }, BIG))).toBe(true);
    for (const text of ['bob', 'von b', 'brow'])
      expect((await bob.ask(search, { text }, BIG)).found.map((one) => one.name)).toContain('Bob von Brown');
    expect((await bob.ask(search, { text: 'ob' }, BIG)).found).toEqual([]);
    await expect(bob.ask(find, { name: 'Nobody' })).rejects.toThrow(refused('absent'));
  });

  test('two ask for one name at once: one has it', async () => {
    const two = [new Person(world, 'Carol'), new Person(world, 'CAROL')];
    const answers = await Promise.allSettled(two.map((one) => one.register()));
    expect(answers.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find((one) => one.status === 'rejected')).toMatchObject({ reason: refused('name-taken') });
  });

  test.each([
    ['mixed scripts', 'Аlice'],
    ['a zero-width space', 'Ali\u200bce'],
    ['a right-to-left override', '\u202eecilA'],
  ])('%s is refused', async (_, name) => {
    await expect(new Person(world, name).register()).rejects.toThrow(refused('name-refused'));
  });

  test('a stranger’s signature, and a second account under one key, are refused', async () => {
    const mallory = new Person(world, 'Mallory');
    await expect(mallory.register({ card: mallory.signed(mallory.device) })).rejects.toThrow(
      refused('forbidden'),
    );
    await mallory.register();
    mallory.card = { ...mallory.card, name: 'Mallory Two' };
    await expect(mallory.register()).rejects.toThrow(refused('conflict'));
  });
});

describe('the gate', () => {
  const birth = (day: number) => ({ year: 2011, month: 10, day });

  test('thirteen is old enough, a day younger is not', async () => {
    // the world's day is 4 October 2024
    expect(new Date(NOON).toISOString().slice(0, 10)).toBe('2024-10-04');
    await expect(new Person(world, 'Young Dave').register({ birth: birth(5) })).rejects.toThrow(
      refused('too-young'),
    );
    await expect(new Person(world, 'Old Dave').register({ birth: birth(4) })).resolves.toBeDefined();
  });

  test('no such day, no work', async () => {
    const eve = new Person(world, 'Eve');
    await expect(eve.register({ birth: { year: 2001, month: 2, day: 29 } })).rejects.toThrow(
      refused('malformed'),
    );
    // one in 256 has eight zero bits by chance: of three at least one has not
    const answers = await Promise.allSettled(
      [0, 1, 2].map((n) =>
        new Person(world, `Eve ${'abc'[n]}`).register({ work: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, n) }),
      ),
    );
    expect(answers).toContainEqual({ status: 'rejected', reason: refused('work-needed') });
  });

  test('of the birth date nothing is stored but "over"', async () => {
    const born = new Person(world, 'Born Somewhen');
    await born.register({ birth: { year: 1987, month: 11, day: 23 } });
    const kept = await role.context.store.streams.lastFromLeader(
      STREAMS.users.name,
      `st.id.user.${hex(born.user)}`,
    );
    const text = hex(kept?.payload ?? new Uint8Array(0));
    expect(kept).not.toBeNull();
    for (const word of ['year', 'month', 'birth']) expect(text).not.toContain(hex(utf8(word)));
    expect(text).not.toContain('1907c3'); // 1987 in CBOR
  });
});

describe('cards', () => {
  test('the next card is listed; number, name and device rights are kept to', async () => {
    const trudy = new Person(world, 'Trudy');
    const first = await trudy.register();
    const second = await trudy.update({ about: 'hello' });
    expect(listed(second)).toBe(true);
    expect(second.proof.index).toBeGreaterThan(first.proof.index);
    expect((await trudy.ask(search, { text: 'trudy' }, BIG)).found[0]?.about).toBe('hello');
    const before = trudy.card;
    await expect(trudy.update({ name: 'Gertrude' })).rejects.toThrow(refused('conflict'));
    trudy.card = before;
    await expect(trudy.update({ seed: 1 })).rejects.toThrow(refused('forbidden'));
    trudy.card = before;
    await expect(trudy.update({ seed: 1 }, trudy.account.seed)).resolves.toBeDefined();
    expect((await trudy.ask(find, { name: 'trudy' }, BIG)).card.card).toEqual(trudy.signed().card);
  });

  test('an update whose answer was lost is answered again', async () => {
    const ted = new Person(world, 'Ted');
    await ted.register();
    const once = await ted.update({ about: 'x' });
    ted.card = { ...ted.card, number: ted.card.number - 1 };
    expect((await ted.update({})).proof.index).toBe(once.proof.index);
  });
});

describe('the log', () => {
  test('a root seen once is extended by every later one', async () => {
    const eve = new Person(world, 'Eva Log');
    const before = await eve.ask(logRoot, {});
    await eve.register();
    const after = await eve.ask(logRoot, {});
    expect(after.size).toBeGreaterThan(before.size);
    const { path } = await eve.ask(logConsistency, { from: before.size, to: after.size });
    expect(verifyConsistency(p, before.size, before.root, after.size, after.root, path)).toBe(true);
    await expect(eve.ask(logConsistency, { from: 0, to: after.size + 1 })).rejects.toThrow(refused('absent'));
    await expect(eve.ask(logConsistency, { from: 2, to: 1 })).rejects.toThrow(refused('absent'));
  });

  test('names of cards can be read through', async () => {
    const nina = new Person(world, 'Nina Names');
    const { proof } = await nina.register();
    const mine = tagged(p, 'name', 'nina names').slice(0, 8);
    const found: number[] = [];
    for (let from = 0, size = 1; from < size; ) {
      const page = await nina.ask(logNames, { from });
      expect(page.next).toBeGreaterThan(from);
      [from, size] = [page.next, page.size];
      found.push(...page.names.filter((one) => same(one.name, mine)).map((one) => one.index));
    }
    expect(found).toEqual([proof.index]);
  });
});

describe('credentials', () => {
  const deed = deedHash(p, 'content.append', { drop: new Uint8Array(32) });
  const northKey = p.signKey(seedOf('north content'));
  const epoch = 20_000;

  test('a new account gets 20, all at once, once; the same question the same answer', async () => {
    const paul = new Person(world, 'Paul');
    await paul.register();
    expect(await paul.say(allowance, { epoch })).toEqual({ count: 20, fetched: false });
    const { tokens, blinded, elements } = await paul.fetch(epoch);
    expect(tokens).toHaveLength(20);
    expect((await paul.say(credentials, { epoch, blinded })).elements).toEqual(elements);
    await expect(paul.fetch(epoch)).rejects.toThrow(refused('quota'));
    expect(await paul.say(allowance, { epoch })).toEqual({ count: 20, fetched: true });
  });

  test('wrong sizes and elements that are none are malformed, and use nothing up', async () => {
    const olga = new Person(world, 'Olga');
    await olga.register();
    const bad: [Uint8Array, string][] = [
      [new Uint8Array(0), 'malformed'],
      [new Uint8Array(19 * 32), 'malformed'],
      [new Uint8Array(20 * 32 - 1), 'malformed'],
      [new Uint8Array(20 * 32), 'malformed'], // the identity
      [new Uint8Array(20 * 32).fill(255), 'malformed'], // not canonical
      [new Uint8Array(21 * 32), 'quota'],
    ];
    for (const [blinded, code] of bad)
      await expect(olga.say(credentials, { epoch, blinded })).rejects.toThrow(refused(code));
    expect((await olga.fetch(epoch)).tokens).toHaveLength(20);
  });

  test('no word, no credentials: another’s device, another’s name', async () => {
    const [peggy, mallory] = [new Person(world, 'Peggy'), new Person(world, 'Mallory Mask')];
    await peggy.register();
    await expect(peggy.say(allowance, { epoch }, 0, mallory.device)).rejects.toThrow(refused('forbidden'));
    await expect(mallory.say(allowance, { epoch })).rejects.toThrow(refused('absent'));
    for (const other of [epoch - 1, epoch + 2])
      await expect(peggy.say(allowance, { epoch: other })).rejects.toThrow(refused('forbidden'));
  });

  test('spent once: for one server and one request, however often that is asked', async () => {
    const victor = new Person(world, 'Victor');
    await victor.register();
    const [token, second] = (await victor.fetch(epoch)).tokens;
    if (token === undefined || second === undefined) throw new Error('no tokens');
    const { salt, ...spent } = spending(token, northKey, deed);
    const bound = boundOf(p, salt, deed);
    const ask = (asker: Asker, change = {}) => asker.ask(ID_SERVER, spend, { ...spent, bound, ...change });
    // a wrong MAC uses nothing up
    expect(await ask(north, { mac: new Uint8Array(32) })).toEqual({ yes: false });
    expect(await ask(south)).toEqual({ yes: false });
    expect(await ask(north)).toEqual({ yes: true });
    expect(await ask(north)).toEqual({ yes: true });
    const other = spending(token, northKey, deedHash(p, 'content.create', {}));
    const otherBound = boundOf(p, other.salt, deedHash(p, 'content.create', {}));
    expect(await ask(north, { mac: other.mac, bound: otherBound })).toEqual({ yes: false });
    const elsewhere = spending(token, p.signKey(seedOf('south content')), deed);
    const elsewhereBound = boundOf(p, elsewhere.salt, deed);
    expect(await ask(south, { mac: elsewhere.mac, bound: elsewhereBound })).toEqual({ yes: false });
    expect(await ask(north, { epoch: epoch + 1 })).toEqual({ yes: false });
  });

  test('what is stored of issuing and of spending has no value in common', async () => {
    const uma = new Person(world, 'Uma');
    await uma.register();
    const { tokens } = await uma.fetch(epoch);
    for (const token of tokens.slice(0, 3)) {
      const { salt, ...spent } = spending(token, northKey, deed);
      await north.ask(ID_SERVER, spend, { ...spent, bound: boundOf(p, salt, deed) });
    }
    const stored = async (stream: string) => {
      const out: string[] = [];
      for await (const one of role.context.store.streams.read(stream))
        out.push(`${one.subject.split('.').slice(4).join('.')}${hex(one.payload)}`);
      return out.join(' ');
    };
    const [issued, used] = [await stored(STREAMS.issued.name), await stored(STREAMS.spent.name)];
    const windows = new Set<string>();
    for (let i = 0; i + 24 <= used.length; i++) windows.add(used.slice(i, i + 24));
    const shared = [...issued.matchAll(/(?=([0-9a-f]{24}))/g)].filter((one) => windows.has(one[1] ?? ''));
    // names of CBOR members aside, which are short
    expect(shared).toEqual([]);
    expect(used).toContain(hex(tokens[0]?.nonce ?? new Uint8Array(0)));
    expect(issued).toContain(hex(uma.user));
    expect(world.logged.join('')).not.toContain(hex(uma.user));
  });
});

test('an epoch’s key is the same for all, in the log one epoch ahead, with the number of its users signed', async () => {
  const zoe = new Person(world, 'Zoe');
  await zoe.register();
  const list = (await zoe.ask(epochs, {}, 8_000)).epochs;
  expect(list.map((one) => one.epoch)).toEqual(expect.arrayContaining([20_000, 20_001]));
  for (const { epoch, pk, salt, proof, users } of list) {
    expect(holds(proof, tagged(p, 'log', 'epoch', salt, frame('epoch', epoch, pk)))).toBe(true);
    expect(verifyTagged(p, ID_KEY, users.sig, 'epoch users', epoch, users.count, users.minute)).toBe(true);
  }
  const before = list.find((one) => one.epoch === 20_001)?.users.count ?? 0;
  await zoe.fetch(20_001);
  const after = (await zoe.ask(epochs, {}, 8_000)).epochs.find((one) => one.epoch === 20_001)?.users.count;
  expect(after).toBe(before + 1);
});

describe('leaving and bans', () => {
  test('who leaves is not found; the name is free after 30 days', async () => {
    const walter = new Person(world, 'Walter');
    const { proof } = await walter.register();
    await expect(walter.say(leave, {}, 0, p.random(32))).rejects.toThrow(refused('forbidden'));
    await walter.say(leave, {});
    await expect(walter.ask(find, { name: 'Walter' })).rejects.toThrow(refused('absent'));
    await expect(walter.ask(find, { user: walter.user })).rejects.toThrow(refused('absent'));
    expect((await walter.ask(search, { text: 'walter' })).found).toEqual([]);
    await expect(new Person(world, 'Walter').register()).rejects.toThrow(refused('name-taken'));
    expect((await walter.ask(logRoot, {})).size).toBeGreaterThan(proof.index);
    const now = world.clock;
    await world.setClock(now + 30 * DAY);
    await expect(new Person(world, 'walter').register()).resolves.toBeDefined();
    await world.setClock(now);
  });
});
