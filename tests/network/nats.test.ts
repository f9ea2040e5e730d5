import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromUtf8, utf8 } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { derive } from '../../lib/crypto/tagged.ts';
import type { NetworkFile } from '../../lib/protocol/network.ts';
import { BusForbiddenError, NoServerError } from '../../servers/bus/errors.ts';
import { type Bus, connectBus } from '../../servers/bus.ts';
import { NatsServerMissingError } from '../../servers/nats/binary.ts';
import { ownUser, partnerUser } from '../../servers/nats/keys.ts';
import { type NatsProcess, startNats } from '../../servers/nats/process.ts';
import { connectAsPartner, connectOwn, networkOf, operatorOf, ownKeys, seedOf } from './operators.ts';
import { RawNats } from './rawnats.ts';

const network: NetworkFile = networkOf([
  operatorOf('authority', ['id', 'ad']),
  operatorOf('north', ['content', 'entry', 'exit']),
  operatorOf('south', ['content', 'entry', 'exit']),
  operatorOf('west', ['entry']),
]);

let dir: string;
let north: NatsProcess;
let store: Bus;
let wire: Bus;
const heard: string[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'peerwall-nats-'));
  north = await startNats({ operator: 'north', network, own: ownKeys('north'), dataDir: dir });
  store = await connectOwn(north, 'north', 'STORE');
  wire = await connectOwn(north, 'north', 'WIRE');
  await store.streams.ensure({ name: 'S_1', subjects: ['s.1.>'] });
  await store.streams.put('s.1.abc.head', utf8('sealed'));
  await (await store.bucket('serverkeys')).put('today', utf8('key'));
  for (const subject of ['pw.north.content', 'pw.north.content.ops', 'pw.north.exit']) {
    await wire.serve(subject, 'q', async (payload) => {
      heard.push(`${subject} ${fromUtf8(payload)}`);
      return utf8('answer');
    });
  }
});

afterAll(async () => {
  await store.close();
  await wire.close();
  await north.stop();
  await rm(dir, { recursive: true });
});

// South owns a nats-server, an NKey that north knows, and every tool it likes: it speaks the protocol by hand.
describe('an operator tries every subject of its neighbour', () => {
  let south: RawNats;
  beforeAll(async () => {
    const { publicKey } = partnerUser(p, seedOf('south'), 'south');
    const seed = derive(p, 'nats key', seedOf('south'), new Uint8Array(0), 32);
    south = await RawNats.connect(north.url, { publicKey, seed });
  });
  afterAll(() => south.close());

  const PUBLISH = [
    '$JS.API.INFO',
    '$JS.API.STREAM.LIST',
    '$JS.API.STREAM.NAMES',
    '$JS.API.STREAM.INFO.S_1',
    '$JS.API.STREAM.CREATE.MINE',
    '$JS.API.STREAM.UPDATE.S_1',
    '$JS.API.STREAM.DELETE.S_1',
    '$JS.API.STREAM.PURGE.S_1',
    '$JS.API.STREAM.MSG.GET.S_1',
    '$JS.API.STREAM.MSG.DELETE.S_1',
    '$JS.API.STREAM.SNAPSHOT.S_1',
    '$JS.API.STREAM.RESTORE.S_1',
    '$JS.API.DIRECT.GET.S_1',
    '$JS.API.DIRECT.GET.S_1.s.1.abc.head',
    '$JS.API.CONSUMER.CREATE.S_1',
    '$JS.API.CONSUMER.DURABLE.CREATE.S_1.x',
    '$JS.API.CONSUMER.LIST.S_1',
    '$JS.API.CONSUMER.MSG.NEXT.S_1.x',
    '$JS.north.API.STREAM.LIST',
    '$JS.ACK.S_1.x',
    '$JS.FC.S_1.x',
    '$KV.serverkeys.today',
    '$O.files.C.x',
    's.1.abc.head',
    '$SRV.PING',
    '$SRV.INFO',
    '$SRV.STATS.pw-north-content',
    '$SYS.REQ.SERVER.PING',
    '$SYS.REQ.USER.INFO',
    '$SYS.REQ.ACCOUNT.WIRE.CONNZ',
    '$SYS.ACCOUNT.STORE.CONNECT',
    '_INBOX.abc',
    '_INBOX_OWN.abc',
    '_INBOX_south.abc',
    '_INBOX_west.abc',
    'pw.north.entry',
    'pw.north.id',
    'pw.north.ad',
    'pw.north.content.ops',
    'pw.north.content.more',
    'pw.north',
    'pw.south.content',
    'pw.authority.id',
    'pw.authority.id.ops',
  ];

  test.each(PUBLISH)('it may not publish %s', async (subject) => {
    expect(await south.publish(subject, 'I am south')).toContain('Permissions Violation for Publish');
  });

  const SUBSCRIBE = [
    '>',
    '*',
    '*.>',
    'pw.>',
    'pw.*.*',
    'pw.north.content',
    'pw.north.content q',
    'pw.north.exit',
    'pw.south.content',
    '_INBOX.>',
    '_INBOX.*',
    '_INBOX_*.>',
    '_INBOX_OWN.>',
    '_INBOX_west.>',
    '_INBOX_authority.>',
    '_INBOX_south',
    '_R_.>',
    '$JS.>',
    '$JS.EVENT.>',
    '$KV.>',
    '$KV.serverkeys.>',
    '$O.>',
    '$SRV.>',
    '$SRV.PING',
    '$SYS.>',
    '$SYS.ACCOUNT.*.CONNECT',
    's.>',
  ];

  test.each(SUBSCRIBE)('it may not subscribe %s', async (subject) => {
    expect(await south.subscribe(subject)).toContain('Permissions Violation for Subscription');
  });

  test('what it may do is ask the services it needs, and get its answers', async () => {
    expect(await south.subscribe('_INBOX_south.mine')).toBe('');
    for (const subject of ['pw.north.content', 'pw.north.exit'])
      expect(await south.ask(subject, '_INBOX_south.mine', 'hello')).toBe('answer');
  });

  test('it cannot have an answer sent to where another takes it for a question', async () => {
    const before = heard.length;
    for (const reply of ['pw.north.content.ops', 'pw.north.exit', 's.1.abc.head', '$KV.serverkeys.today'])
      await south.publish('pw.north.content', 'once', reply);
    expect(await south.ask('pw.north.content', '_INBOX_south.mine', 'last')).toBe('answer');
    expect(heard.slice(before).filter((one) => !one.startsWith('pw.north.content '))).toEqual([]);
    expect(heard.slice(before)).toHaveLength(5);
  });

  test('nothing was read, changed or deleted', async () => {
    expect(south.received()).toEqual(['answer', 'answer', 'answer']);
    expect(await store.streams.size('S_1')).toMatchObject({ messages: 1, lastSeq: 1 });
    expect(fromUtf8((await store.streams.last('S_1', 's.1.abc.head'))?.payload ?? utf8(''))).toBe('sealed');
    expect(await store.streams.size('MINE')).toBeNull();
    const keys = await store.bucket('serverkeys');
    expect(await keys.keys()).toEqual(['today']);
    expect(fromUtf8((await keys.get('today'))?.value ?? utf8(''))).toBe('key');
    expect(heard.filter((one) => one.includes('I am south'))).toEqual([]);
  });
});

describe('who gets in, and as what', () => {
  test('the operator sees its services; what is shown of them is counts', async () => {
    const watcher = await connectBus({
      url: north.url,
      ...ownUser(p, seedOf('north'), 'WATCH'),
      name: 'watch',
    });
    const stats = fromUtf8(await watcher.request('$SRV.STATS.pw-north-content', utf8('')));
    expect(JSON.parse(stats)).toMatchObject({
      name: 'pw-north-content',
      endpoints: [{ subject: 'pw.north.content' }],
    });
    await expect(watcher.request('pw.north.content', utf8('x'))).rejects.toThrow(BusForbiddenError);
    await watcher.close();
  });

  test('the operator’s own serving processes cannot reach the store from WIRE', async () => {
    await expect(wire.streams.size('S_1')).rejects.toThrow(BusForbiddenError);
    await expect(wire.request('s.1.abc.head', utf8('x'))).rejects.toThrow(BusForbiddenError);
    await expect(wire.request('pw.north.content', utf8('x'))).rejects.toThrow(BusForbiddenError);
  });

  test('what is said in STORE is not heard in WIRE', async () => {
    await expect(store.request('pw.north.content', utf8('x'))).rejects.toThrow(NoServerError);
  });

  test('each partner has the subjects of its roles and no others', async () => {
    const may = async (id: string, subject: string): Promise<boolean> => {
      const bus = await connectAsPartner(north, id);
      const answer = await bus.request(subject, utf8(id)).catch((error: unknown) => error);
      await bus.close();
      return !(answer instanceof BusForbiddenError);
    };
    expect(await may('authority', 'pw.north.content.ops')).toBe(true);
    expect(await may('authority', 'pw.north.content')).toBe(false);
    expect(await may('authority', 'pw.north.exit')).toBe(false);
    expect(await may('west', 'pw.north.exit')).toBe(true);
    expect(await may('west', 'pw.north.content')).toBe(false);
    expect(await may('south', 'pw.north.content.ops')).toBe(false);
  });

  test('a key that no network file lists, another operator’s own key, and no key at all are turned away', async () => {
    const strangers = [
      partnerUser(p, seedOf('mallory'), 'mallory'),
      ownUser(p, seedOf('south'), 'WIRE'),
      ownUser(p, seedOf('south'), 'STORE'),
    ];
    for (const stranger of strangers)
      await expect(connectBus({ url: north.url, ...stranger, name: 'x' })).rejects.toThrow(BusForbiddenError);
    await expect(RawNats.connect(north.url, null)).rejects.toThrow('Authorization Violation');
  });

  test('an operator that joins later gets in after a reload; one that left does not, and those who stay notice nothing', async () => {
    const east = operatorOf('east', ['exit']);
    await expect(connectAsPartner(north, 'east')).rejects.toThrow(BusForbiddenError);
    const south = await connectAsPartner(north, 'south');
    const others = network.operators.filter((one) => one.id !== 'west');
    await north.reload({ ...network, operators: [...others, east] });
    const joined = await retried(() => connectAsPartner(north, 'east'));
    expect(fromUtf8(await joined.request('pw.north.content', utf8('east')))).toBe('answer');
    await expect(connectAsPartner(north, 'west')).rejects.toThrow(BusForbiddenError);
    expect(south.connected()).toBe(true);
    expect(fromUtf8(await south.request('pw.north.content', utf8('south')))).toBe('answer');
    await south.close();
    await joined.close();
  });
});

describe('a neighbour that is away', () => {
  test('a missing server, and a missing nats-server, are told at once', async () => {
    const authority = await startNats({
      operator: 'authority',
      network,
      own: ownKeys('authority'),
      dataDir: join(dir, 'authority'),
    });
    const bus = await connectAsPartner(authority, 'south');
    await expect(bus.request('pw.authority.id.ops', utf8('x'), 600_000)).rejects.toThrow(NoServerError);
    const gone = Promise.withResolvers<void>();
    bus.onConnection((connected) => (connected ? undefined : gone.resolve()));
    await authority.kill9();
    await gone.promise;
    await expect(bus.request('pw.authority.id.ops', utf8('x'), 600_000)).rejects.toThrow(NoServerError);
    await authority.start();
    const own = await connectOwn(authority, 'authority', 'WIRE');
    await own.serve('pw.authority.id.ops', 'id', async () => utf8('back'));
    await expect.poll(() => bus.connected(), { timeout: 10_000 }).toBe(true);
    expect(fromUtf8(await bus.request('pw.authority.id.ops', utf8('x')))).toBe('back');
    await bus.close();
    await own.close();
    await authority.stop();
  });

  test('without nats-server the error says what to install', async () => {
    const options = { operator: 'north', network, own: ownKeys('north'), dataDir: join(dir, 'none') };
    const failure = startNats({ ...options, binary: join(dir, 'no-such-program') });
    await expect(failure).rejects.toThrow(NatsServerMissingError);
    await expect(failure).rejects.toThrow('apt-get install nats-server');
  });
});

/** Nothing tells when nats-server has read its configuration again: asks until it lets in. */
async function retried(connect: () => Promise<Bus>): Promise<Bus> {
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      // a connection begun in the very moment of the reload may hang and is given up
      if (!(error instanceof BusForbiddenError || error instanceof NoServerError)) throw error;
    }
  }
}
