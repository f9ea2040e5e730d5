import { beforeEach, describe, expect, test } from 'vitest';
import { base64url, concat, fromBase64url, hex } from '../../../lib/bytes.ts';
import { keyIdOf } from '../../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { checkServerKey } from '../../../lib/crypto/network.ts';
import { type HeldServerKeys, openServerKeys } from '../../../servers/serverkeys.ts';
import { seedOf } from '../../network/operators.ts';
import { memoryBucket } from './membucket.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const TODAY = 20_000;
const serverKey = seedOf('north content');

let bucket: ReturnType<typeof memoryBucket>;
let clock: number;

beforeEach(() => {
  bucket = memoryBucket();
  clock = TODAY * DAY + DAY / 2;
});

async function open(identity = serverKey): Promise<HeldServerKeys> {
  const keys = await openServerKeys({ p, bucket, serverKey: identity, now: () => clock, random: p.random });
  keys.stop(); // the tests turn the days
  return keys;
}

function idOf(keys: HeldServerKeys, day: number): Uint8Array {
  const found = keys.publications().find((one) => one.day === day);
  if (found === undefined) throw new Error(`no key of day ${day}`);
  return keyIdOf(p, fromBase64url(found.pk));
}

describe('server keys', () => {
  test('one of today and one of tomorrow, signed by the server', async () => {
    const published = (await open()).publications();
    expect(published.map((one) => one.day)).toEqual([TODAY, TODAY + 1]);
    for (const one of published) {
      expect(one.server).toBe(base64url(p.signKey(serverKey)));
      expect(checkServerKey(p, one)).toBe(true);
    }
    expect(published[0]?.pk).not.toBe(published[1]?.pk);
  });

  test('processes of one server have the same keys, even when both begin at once; other servers have others', async () => {
    const [one, two, other] = await Promise.all([open(), open(), open(seedOf('south content'))]);
    expect(two.publications()).toEqual(one.publications());
    expect(other.publications()[0]?.pk).not.toBe(one.publications()[0]?.pk);
  });

  test('a restarted process goes on with the keys that are published', async () => {
    const before = (await open()).publications();
    expect((await open()).publications()).toEqual(before);
  });

  test('a key opens from five minutes before its day to five minutes after', async () => {
    const keys = await open();
    const id = idOf(keys, TODAY + 1);
    const opensAt = async (now: number): Promise<boolean> => {
      clock = now;
      await keys.refresh();
      return keys.find(id) !== null;
    };
    const start = (TODAY + 1) * DAY;
    expect(await opensAt(start - 5 * MINUTE - 1)).toBe(false);
    expect(await opensAt(start - 5 * MINUTE)).toBe(true);
    expect(await opensAt(start + DAY + 5 * MINUTE - 1)).toBe(true);
    expect(await opensAt(start + DAY + 5 * MINUTE)).toBe(false);
  });

  test('what is over is refused at that moment and then gone from the store; its seed was never in it readably', async () => {
    const keys = await open();
    const pair = keys.find(idOf(keys, TODAY));
    if (pair === null) throw new Error('the key of today opens today');
    const seed = pair.seed.slice();
    expect(p.kem.publicKey(seed)).toEqual(pair.publicKey);
    const stolen = hex(concat(...[...bucket.values.values()].map((one) => one.value)));
    expect(stolen).not.toContain(hex(seed));
    const id = keyIdOf(p, pair.publicKey);
    clock = (TODAY + 1) * DAY + 5 * MINUTE;
    expect(keys.find(id)).toBeNull();
    await keys.refresh();
    const days = [...bucket.values.keys()].map((slot) => Number(slot.split('.')[1]));
    expect(days.sort()).toEqual([TODAY + 1, TODAY + 2]);
    expect(pair.seed).toEqual(new Uint8Array(32));
  });

  test('listeners hear of a new day once, and of nothing else', async () => {
    const keys = await open();
    let heard = 0;
    keys.onChange(() => heard++);
    await keys.refresh();
    expect(heard).toBe(0);
    clock += DAY;
    await keys.refresh();
    await keys.refresh();
    expect(heard).toBe(1);
  });

  test('keys the store lost go on from memory; spoiled ones are replaced', async () => {
    const keys = await open();
    const before = keys.publications();
    bucket.values.clear();
    await keys.refresh();
    expect(keys.publications()).toEqual(before);
    expect((await open()).publications()).toEqual(before);
    for (const [slot] of bucket.values) await bucket.put(slot, new Uint8Array(80));
    const fresh = await open();
    expect(fresh.publications().map((one) => one.day)).toEqual([TODAY, TODAY + 1]);
    expect(fresh.publications()[0]?.pk).not.toBe(before[0]?.pk);
  });

  test('an unknown key id finds nothing', async () => {
    expect((await open()).find(new Uint8Array(8))).toBeNull();
    expect((await open()).find(new Uint8Array(0))).toBeNull();
  });
});
