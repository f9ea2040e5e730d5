import { fail } from 'node:assert';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { base64url, concat, same } from '../../../lib/bytes.ts';
import { readFailure } from '../../../lib/crypto/answer.ts';
import { type Question, sealQuestion } from '../../../lib/crypto/envelope.ts';
import { keyIdOf, type SizeClass } from '../../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { sayAsServer } from '../../../lib/crypto/serverword.ts';
import { signTagged } from '../../../lib/crypto/tagged.ts';
import { decode, encode } from '../../../lib/protocol/codec.ts';
import { gone } from '../../../lib/protocol/commands/content.ts';
import { spend } from '../../../lib/protocol/commands/id.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import type { SignedNetwork } from '../../../lib/protocol/network.ts';
import { EncodedResult, Front, type Served, serves } from '../../../servers/front.ts';
import { readPublications, toJson } from '../../../servers/publications.ts';
import { networkOf, operatorOf, seedOf } from '../../network/operators.ts';

const NOW = 29_000_000 * 60_000;
const MINUTE = 29_000_000;
const seed = p.random(32);
const key = { seed, publicKey: p.kem.publicKey(seed) };
const serverKey = seedOf('north content');
const serverId = p.signKey(serverKey);
const publication = {
  server: serverId,
  day: 20_000,
  pk: key.publicKey,
  sig: signTagged(p, serverKey, 'server key', 20_000, key.publicKey),
};
const network: SignedNetwork = {
  file: networkOf([operatorOf('north', ['content', 'id', 'ad'])]),
  signatures: [{ key: base64url(serverId), sig: base64url(new Uint8Array(64)) }],
};
const logged: unknown[] = [];

function frontOf(handlers: Served[], now = () => NOW, concurrent = 64): Front {
  return new Front(
    {
      operator: 'north',
      serverId,
      serverKeys: {
        find: (id) => (same(id, keyIdOf(p, key.publicKey)) ? key : null),
        publications: () => [toJson(publication)],
      },
      network: () => network,
      now,
      log: { error: (...said: unknown[]) => void logged.push(said) },
      metrics: new Registry(),
    },
    handlers,
    concurrent,
  );
}

const question = (over: Partial<Question> = {}): Question => ({
  c: 'content.gone',
  t: MINUTE,
  a: { drop: new Uint8Array(32) },
  ...over,
});
const answers = serves(gone, async () => ({ key: new Uint8Array(32).fill(7), sig: new Uint8Array(64) }));

async function ask(
  front: Front,
  asked: Question,
  from: 'users' | 'servers' = 'users',
  sizeClass: SizeClass = 0,
): Promise<unknown> {
  const sealed = sealQuestion(p, { publicKey: key.publicKey, sizeClass }, asked);
  const opened = sealed.open(await front.answer(sealed.envelope, from));
  if (opened === null) return fail('the answer does not open');
  return 'cbor' in opened ? decode(opened.cbor) : opened;
}

describe('the envelope front', () => {
  it('answers a question sealed, whatever its size class', async () => {
    for (const sizeClass of [0, 1, 2, 3] as const)
      expect(await ask(frontOf([answers]), question(), 'users', sizeClass)).toEqual({
        ok: { key: new Uint8Array(32).fill(7), sig: new Uint8Array(64) },
      });
  });

  it('gives one failure for every envelope it cannot open', async () => {
    const front = frontOf([answers]);
    const { envelope } = sealQuestion(p, { publicKey: key.publicKey, sizeClass: 0 }, question());
    const wrong = [
      new Uint8Array(0),
      envelope.subarray(1),
      concat(envelope, new Uint8Array(1)),
      ...[0, 1, 2, 3, 4, 20, 1131, 1132, envelope.length - 1].map((at) => {
        const flipped = Uint8Array.from(envelope);
        flipped[at] = (flipped[at] ?? 0) ^ 1;
        return flipped;
      }),
    ];
    for (const one of wrong) {
      const frame = await front.answer(one, 'users');
      expect(readFailure(frame)).toEqual({ failure: 'unreadable' });
      expect(frame.length).toBe(16);
    }
  });

  it('refuses the same envelope twice', async () => {
    const front = frontOf([answers]);
    const sealed = sealQuestion(p, { publicKey: key.publicKey, sizeClass: 0 }, question());
    expect(sealed.open(await front.answer(sealed.envelope, 'users'))).toHaveProperty('cbor');
    expect(readFailure(await front.answer(sealed.envelope, 'users'))).toEqual({ failure: 'replayed' });
  });

  it('tells its clock to whoever is more than five minutes off', async () => {
    const front = frontOf([answers]);
    expect(await ask(front, question({ t: MINUTE - 5 }))).toHaveProperty('ok');
    expect(await ask(front, question({ t: MINUTE + 5 }))).toHaveProperty('ok');
    expect(await ask(front, question({ t: MINUTE - 6 }))).toEqual({ error: 'stale', clock: MINUTE });
    expect(await ask(front, question({ t: MINUTE + 6 }))).toEqual({ error: 'stale', clock: MINUTE });
  });

  it('refuses what is not of the form of its command, and commands it does not have', async () => {
    const front = frontOf([answers]);
    expect(await ask(front, question({ a: {} }))).toEqual({ error: 'malformed' });
    expect(await ask(front, question({ a: { drop: new Uint8Array(31) } }))).toEqual({ error: 'malformed' });
    expect(await ask(front, question({ a: { drop: new Uint8Array(32), more: 1 } }))).toEqual({
      error: 'malformed',
    });
    expect(await ask(front, question({ c: 'content.nothing' }))).toEqual({ error: 'unknown-command' });
    expect(await ask(front, question(), 'servers')).toEqual({ error: 'unknown-command' });
    const extra: Question & { more: number } = { ...question(), more: 1 };
    expect(await ask(front, extra)).toEqual({ error: 'malformed' });
  });

  it('passes the errors of its handlers on, and says `unavailable` for mishaps without logging the message', async () => {
    const throwing = (error: Error) =>
      frontOf([
        serves(gone, async () => {
          throw error;
        }),
      ]);
    expect(await ask(throwing(new CommandError('absent', 'nothing there')), question())).toEqual({
      error: 'absent',
      detail: 'nothing there',
    });
    logged.length = 0;
    expect(await ask(throwing(new Error('a secret of Alice')), question())).toEqual({ error: 'unavailable' });
    expect(await ask(throwing(new CommandError('banned')), question())).toEqual({ error: 'unavailable' });
    expect(logged).toHaveLength(2);
    expect(JSON.stringify(logged)).not.toContain('Alice');
  });

  it('seals a result made elsewhere as it is, and refuses one its class has no room for', async () => {
    const cbor = encode({ key: new Uint8Array(32), sig: new Uint8Array(64) });
    expect(await ask(frontOf([serves(gone, async () => new EncodedResult(cbor))]), question())).toEqual({
      ok: decode(cbor),
    });
    const large = new EncodedResult(encode({ key: new Uint8Array(2048) }));
    expect(await ask(frontOf([serves(gone, async () => large)]), question())).toEqual({ error: 'too-large' });
  });

  it('is busy beyond its limit', async () => {
    let release = (): void => undefined;
    const wait = new Promise<void>((resolve) => {
      release = resolve;
    });
    const front = frontOf(
      [serves(gone, () => wait.then(() => ({ key: serverId, sig: new Uint8Array(64) })))],
      () => NOW,
      1,
    );
    const first = ask(front, question());
    expect(await ask(front, question())).toEqual({ failure: 'busy' });
    release();
    expect(await first).toHaveProperty('ok');
  });
});

describe('words of servers', () => {
  const args = { epoch: 1, nonce: new Uint8Array(32), bound: new Uint8Array(32), mac: new Uint8Array(32) };
  const yes = serves(spend, async (_args, asked) => ({ yes: asked.by?.role === 'content' }));
  const said = { to: serverId, command: 'id.spend', minute: MINUTE, args };
  const asking = (o: Question['o'], over: Partial<Question> = {}) =>
    ask(frontOf([yes]), { c: 'id.spend', t: MINUTE, a: args, ...(o ? { o } : {}), ...over }, 'servers');

  it('tells the handler who asks', async () => {
    expect(await asking(sayAsServer(p, serverKey, said))).toEqual({ ok: { yes: true } });
  });

  it('refuses a word that is missing, of a stranger, or about anything else', async () => {
    const good = sayAsServer(p, serverKey, said);
    const forbidden = { error: 'forbidden' };
    expect(await asking(undefined)).toEqual(forbidden);
    expect(await asking(sayAsServer(p, seedOf('a stranger'), said))).toEqual(forbidden);
    expect(await asking({ ...good, sig: new Uint8Array(64) })).toEqual(forbidden);
    expect(await asking(good, { t: MINUTE + 1 })).toEqual(forbidden);
    expect(await asking(good, { a: { ...args, epoch: 2 } })).toEqual(forbidden);
    expect(await asking(sayAsServer(p, serverKey, { ...said, to: seedOf('other') }))).toEqual(forbidden);
    expect(await asking(sayAsServer(p, serverKey, { ...said, command: 'id.keys' }))).toEqual(forbidden);
  });

  it('hands its keys to servers that have no bundle yet', async () => {
    const answer = await frontOf([]).answer(new Uint8Array(0), 'servers');
    expect(readPublications(p, base64url(serverId), answer)).toEqual([publication]);
    expect(readFailure(await frontOf([]).answer(new Uint8Array(0), 'users'))).toEqual({
      failure: 'unreadable',
    });
  });

  it('takes no command of servers from users', async () => {
    const o = sayAsServer(p, serverKey, said);
    expect(await ask(frontOf([yes]), { c: 'id.spend', t: MINUTE, a: args, o })).toEqual({
      error: 'unknown-command',
    });
  });
});
