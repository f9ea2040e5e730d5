import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../lib/bytes.ts';
import { nativePrimitives } from '../../lib/crypto/native.ts';
import {
  BusClosedError,
  BusTimeoutError,
  ConflictError,
  NoServerError,
  ServerFailedError,
  StoreFullError,
} from '../../servers/bus/errors.ts';
import { type Bus, connectBus } from '../../servers/bus.ts';
import { ownUser } from '../../servers/nats/keys.ts';
import { type NatsProcess, startNats } from '../../servers/nats/process.ts';
import { connectAsPartner, connectOwn, networkOf, operatorOf, ownKeys, seedOf } from './operators.ts';

let dir: string;
let server: NatsProcess;
let store: Bus;
let wire: Bus;
let asker: Bus;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'peerwall-bus-'));
  server = await startNats({
    operator: 'north',
    network: networkOf([operatorOf('north', ['id', 'ad', 'content', 'exit'])]),
    own: ownKeys('north'),
    dataDir: dir,
  });
  store = await connectOwn(server, 'north', 'STORE');
  wire = await connectOwn(server, 'north', 'WIRE');
  asker = await connectAsPartner(server, 'north');
});

afterAll(async () => {
  await store.close();
  await wire.close();
  await asker.close();
  await server.stop();
  await rm(dir, { recursive: true });
});

describe('questions and answers', () => {
  test('a served subject answers, and each question once', async () => {
    let asked = 0;
    const service = await wire.serve('pw.north.content', 'content', async (payload) => {
      asked++;
      return payload.map((byte) => byte + 1);
    });
    expect(await asker.request('pw.north.content', Uint8Array.of(1, 2))).toEqual(Uint8Array.of(2, 3));
    expect(asked).toBe(1);
    await service.stop();
    await expect(asker.request('pw.north.content', Uint8Array.of(1))).rejects.toThrow(NoServerError);
  });

  test('nobody there: told at once, whatever the time allowed', async () => {
    await expect(asker.request('pw.north.id', new Uint8Array(0), 600_000)).rejects.toThrow(NoServerError);
  });

  test('a server that fails says only that', async () => {
    const service = await wire.serve('pw.north.ad', 'ad', async () => {
      throw new Error('secret of the server');
    });
    const failure = await asker.request('pw.north.ad', new Uint8Array(0)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServerFailedError);
    expect(String(failure)).not.toContain('secret');
    await service.stop();
  });

  test('no answer in time', async () => {
    const hanging = Promise.withResolvers<Uint8Array>();
    const answering = await store.answer('slow', null, () => hanging.promise);
    await expect(store.request('slow', new Uint8Array(0), 50)).rejects.toThrow(BusTimeoutError);
    hanging.resolve(new Uint8Array(0));
    await answering.stop();
  });

  test('stopping waits for the answers under way', async () => {
    const work = Promise.withResolvers<Uint8Array>();
    const begun = Promise.withResolvers<void>();
    const service = await store.serve('work', 'q', async () => {
      begun.resolve();
      return work.promise;
    });
    const answer = store.request('work', new Uint8Array(0));
    await begun.promise;
    const stopped = service.stop();
    work.resolve(utf8('done'));
    expect(await answer).toEqual(utf8('done'));
    await stopped;
  });

  test('listeners hear what is published', async () => {
    const heard = Promise.withResolvers<string>();
    const listening = await store.listen('news.*', (payload, subject) =>
      heard.resolve(`${subject} ${payload[0]}`),
    );
    store.publish('news.today', Uint8Array.of(7));
    expect(await heard.promise).toBe('news.today 7');
    await listening.stop();
  });

  test('an unknown key is not let in, and no server is an error, not a wait', async () => {
    const stranger = ownUser(nativePrimitives, seedOf('nobody'), 'WIRE');
    await expect(connectBus({ url: server.url, ...stranger, name: 'x' })).rejects.toThrow(
      'does not know this key',
    );
    await expect(
      connectBus({ url: 'nats://127.0.0.1:9', ...stranger, name: 'x', connectMs: 500 }),
    ).rejects.toThrow(NoServerError);
  });

  test('an address that says TLS is not spoken to without', async () => {
    const user = ownUser(nativePrimitives, seedOf('north'), 'WIRE');
    const url = server.url.replace('nats://', 'tls://');
    await expect(connectBus({ url, ...user, name: 'x', connectMs: 2_000 })).rejects.toThrow(NoServerError);
  });

  test('a closed bus says so', async () => {
    const bus = await connectOwn(server, 'north', 'WIRE');
    await bus.close();
    await expect(bus.request('pw.north.id', new Uint8Array(0))).rejects.toThrow(BusClosedError);
    expect(() => bus.publish('pw.north.id', new Uint8Array(0))).toThrow(BusClosedError);
    expect(bus.connected()).toBe(false);
  });
});

describe('streams', () => {
  beforeAll(() => store.streams.ensure({ name: 'S_1', subjects: ['s.1.>'] }));

  test('a put with the expected number wins once', async () => {
    const first = await store.streams.put('s.1.a.head', utf8('one'), 0);
    await expect(store.streams.put('s.1.a.head', utf8('other'), 0)).rejects.toThrow(ConflictError);
    const second = await store.streams.put('s.1.a.head', utf8('two'), first);
    await expect(store.streams.put('s.1.a.head', utf8('late'), first)).rejects.toThrow(ConflictError);
    const expected = { subject: 's.1.a.head', seq: second, payload: utf8('two') };
    expect(await store.streams.last('S_1', 's.1.a.head')).toMatchObject(expected);
    expect(await store.streams.lastFromLeader('S_1', 's.1.a.head')).toMatchObject(expected);
    expect(await store.streams.get('S_1', second)).toMatchObject(expected);
    expect(await store.streams.get('S_1', first)).toBeNull();
  });

  test('32 KiB of any bytes come back as they were, both ways of reading', async () => {
    const value = Uint8Array.from({ length: 32_768 }, (_, i) => (i * 7) % 256);
    await store.streams.put('s.1.big', value);
    expect((await store.streams.last('S_1', 's.1.big'))?.payload).toEqual(value);
    expect((await store.streams.lastFromLeader('S_1', 's.1.big'))?.payload).toEqual(value);
  });

  test('what is not there is null; a stream that is not there has no size', async () => {
    expect(await store.streams.last('S_1', 's.1.none')).toBeNull();
    expect(await store.streams.lastFromLeader('S_1', 's.1.none')).toBeNull();
    expect(await store.streams.size('NONE')).toBeNull();
    expect(await store.streams.drop('NONE')).toBe(false);
    await expect(store.streams.put('nowhere', utf8('x'))).rejects.toThrow(NoServerError);
  });

  test('purging by subject takes those and frees their space', async () => {
    await store.streams.ensure({ name: 'P', subjects: ['p.>'] });
    for (let i = 0; i < 3; i++) await store.streams.put(`p.x.page.${i}`, new Uint8Array(10_000));
    await store.streams.put('p.y.head', utf8('stays'));
    expect(await store.streams.purge('P', 'p.x.>')).toBe(3);
    expect(await store.streams.last('P', 'p.x.page.1')).toBeNull();
    expect(await store.streams.size('P')).toMatchObject({ messages: 1 });
    expect((await store.streams.size('P'))?.bytes).toBeLessThan(1_000);
    expect(await store.streams.subjects('P', 'p.>')).toEqual(new Map([['p.y.head', 1]]));
    expect(await store.streams.drop('P')).toBe(true);
  });

  test('reading gives all in order; erasing takes one out', async () => {
    await store.streams.ensure({ name: 'LOG', subjects: ['log.>'], perSubject: -1 });
    for (let i = 0; i < 300; i++) await store.streams.put('log.leaf', Uint8Array.of(i % 256));
    expect(await store.streams.erase('LOG', 7)).toBe(true);
    expect(await store.streams.erase('LOG', 7)).toBe(false);
    const seen: number[] = [];
    for await (const one of store.streams.read('LOG', 'log.leaf', 3)) seen.push(one.seq);
    expect(seen).toEqual(Array.from({ length: 298 }, (_, i) => i + 3).filter((seq) => seq !== 7));
    const none: number[] = [];
    for await (const one of store.streams.read('LOG', 'log.leaf', 999)) none.push(one.seq);
    expect(none).toEqual([]);
  });

  test('a full stream refuses and keeps what it has', async () => {
    await store.streams.ensure({ name: 'FULL', subjects: ['full.>'], maxBytes: 50_000 });
    await store.streams.put('full.a', new Uint8Array(40_000));
    await expect(store.streams.put('full.b', new Uint8Array(40_000))).rejects.toThrow(StoreFullError);
    expect((await store.streams.last('FULL', 'full.a'))?.payload.length).toBe(40_000);
  });

  test('options of a stream can change later', async () => {
    await store.streams.ensure({ name: 'FULL', subjects: ['full.>'], maxBytes: 200_000 });
    await store.streams.put('full.b', new Uint8Array(40_000));
    expect(await store.streams.size('FULL')).toMatchObject({ messages: 2 });
  });
});

describe('buckets', () => {
  test('create, update and delete meet what is there', async () => {
    const bucket = await store.bucket('leases');
    const made = await bucket.create('shard.1', utf8('me'));
    await expect(bucket.create('shard.1', utf8('you'))).rejects.toThrow(ConflictError);
    const renewed = await bucket.update('shard.1', utf8('me again'), made);
    await expect(bucket.update('shard.1', utf8('you'), made)).rejects.toThrow(ConflictError);
    expect(await bucket.get('shard.1')).toEqual({
      key: 'shard.1',
      value: utf8('me again'),
      revision: renewed,
    });
    await expect(bucket.delete('shard.1', made)).rejects.toThrow(ConflictError);
    await bucket.delete('shard.1', renewed);
    expect(await bucket.get('shard.1')).toBeNull();
    await bucket.create('shard.1', utf8('you'));
    await bucket.put('shard.2', utf8('x'));
    expect((await bucket.keys('shard.*')).sort()).toEqual(['shard.1', 'shard.2']);
    expect(await bucket.keys('none.*')).toEqual([]);
    expect(await bucket.erase('shard.2')).toBe(true);
    expect(await bucket.erase('shard.2')).toBe(false);
    expect(await bucket.keys()).toEqual(['shard.1']);
  });

  test('an operator’s processes that make the same ones at the same moment all have them', async () => {
    const processes = await Promise.all(range(4, () => connectOwn(server, 'north', 'STORE')));
    const names = range(20, (i) => `together${i}`);
    const opened = await Promise.all(names.flatMap((name) => processes.map((bus) => bus.bucket(name))));
    expect(opened).toHaveLength(80);
    await opened[0]?.put('k', utf8('one'));
    expect((await opened[1]?.get('k'))?.value).toEqual(utf8('one'));
    await Promise.all(processes.map((bus) => bus.close()));
  });

  test('a lease that is not renewed lapses', async () => {
    const bucket = await store.bucket('short', { ttlMs: 1_000 });
    await bucket.create('lease', utf8('me'));
    await expect
      .poll(() => bucket.create('lease', utf8('you')).catch(() => 0), { timeout: 10_000 })
      .toBeGreaterThan(0);
  });

  test('a watcher is told what is there and each change', async () => {
    const bucket = await store.bucket('watched');
    await bucket.put('a', utf8('1'));
    const seen: string[] = [];
    const all = Promise.withResolvers<void>();
    const watching = await bucket.watch('>', (change) => {
      seen.push(`${change.key}=${change.value === null ? 'gone' : change.value[0]}`);
      if (seen.length === 3) all.resolve();
    });
    expect(seen).toEqual(['a=49']);
    await bucket.put('b', utf8('2'));
    await bucket.delete('a');
    await all.promise;
    expect(seen).toEqual(['a=49', 'b=50', 'a=gone']);
    watching.stop();
  });
});

describe('nats-server is killed and comes back', () => {
  test('what was acknowledged is there, services answer again, watchers go on', async () => {
    const bucket = await store.bucket('kept');
    const seen: string[] = [];
    const again = Promise.withResolvers<void>();
    const watching = await bucket.watch('>', (change) => {
      seen.push(change.key);
      if (change.key === 'after') again.resolve();
    });
    const service = await wire.serve('pw.north.content', 'content', async (payload) => payload);
    let acknowledged = 0;
    const writing = (async () => {
      for (let i = 0; ; i++) {
        await store.streams.put(`s.1.kill.${i}`, Uint8Array.of(1));
        acknowledged = i + 1;
      }
    })().catch((error: unknown) => error);
    await expect.poll(() => acknowledged).toBeGreaterThan(50);
    await server.kill9();
    expect(await writing).toBeInstanceOf(BusTimeoutError);
    expect(store.connected()).toBe(false);
    const waiting = store.streams.last('S_1', 's.1.kill.0');
    await server.start();
    expect((await waiting)?.payload).toEqual(Uint8Array.of(1));
    expect((await store.streams.subjects('S_1', 's.1.kill.*')).size).toBeGreaterThanOrEqual(acknowledged);
    await bucket.put('after', utf8('x'));
    await again.promise;
    await expect.poll(() => asker.connected() && wire.connected(), { timeout: 10_000 }).toBe(true);
    await wire.flush();
    expect(await asker.request('pw.north.content', Uint8Array.of(5))).toEqual(Uint8Array.of(5));
    watching.stop();
    await service.stop();
  });

  test('closing and stopping do not wait for a nats-server that is gone', async () => {
    const other = await startNats({
      operator: 'north',
      network: networkOf([operatorOf('north', ['id', 'ad', 'content', 'exit'])]),
      own: ownKeys('north'),
      dataDir: join(dir, 'other'),
    });
    const bus = await connectOwn(other, 'north', 'WIRE');
    const service = await bus.serve('pw.north.content', 'content', async (payload) => payload);
    await other.kill9();
    await service.stop();
    await bus.close();
    expect(bus.connected()).toBe(false);
  });
});

function range<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
