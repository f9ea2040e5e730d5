import { Writable } from 'node:stream';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { hex } from '../../../../lib/bytes.ts';
import { keyIdOf } from '../../../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { openHop, sealRoute } from '../../../../lib/crypto/onion.ts';
import type { SignedNetwork } from '../../../../lib/protocol/network.ts';
import { passerOn } from '../../../../servers/anonymizer/passer.ts';
import { type AnonymizerSettings, settings } from '../../../../servers/anonymizer/settings.ts';
import { NoServerError } from '../../../../servers/bus/errors.ts';
import type { RoleContext } from '../../../../servers/context.ts';
import { networkOf, operatorOf, seedOf } from '../../../network/operators.ts';
import { newKey } from '../../crypto/world.ts';

const key = newKey(p);
const NOW = 29_000_000 * 60_000;
const network: SignedNetwork = {
  file: networkOf([
    operatorOf('home', ['id', 'ad']),
    operatorOf('north', ['content', 'entry', 'exit']),
    operatorOf('east', ['entry', 'exit']),
  ]),
  signatures: [],
};
const idOf = (name: string) => p.signKey(seedOf(name));

/** An anonymizer of `operator`, whose partners are counted and answer nothing that is a frame. */
function anonymizer(operator: string, layer: 1 | 2) {
  const asked: string[] = [];
  const lines: string[] = [];
  const listeners: ((network: SignedNetwork) => void)[] = [];
  const stream = new Writable({
    write: (line, _encoding, done) => {
      lines.push(String(line));
      done();
    },
  });
  const context = {
    operator,
    role: layer === 2 ? 'entry' : 'exit',
    serverKeys: { find: (id: Uint8Array) => (hex(id) === hex(keyIdOf(p, key.publicKey)) ? key : null) },
    network: () => network,
    onNetwork: (listener: (network: SignedNetwork) => void) => {
      listeners.push(listener);
      return () => undefined;
    },
    connectPartner: async (id: string) => ({
      request: async (subject: string) => {
        asked.push(`${id} ${subject}`);
        throw new NoServerError('away');
      },
    }),
    settings: v.parse(settings, {}),
    now: () => NOW,
    random: p.random,
    log: pino(stream),
    metrics: new Registry(),
  };
  const passer = passerOn(context as unknown as RoleContext<AnonymizerSettings>, layer, () => undefined);
  return { passer, asked, lines, listeners };
}

/** What an entry is sent to pass to `exit`; what an exit is sent to pass to `server`. */
function envelopes(exit: string, server: string) {
  const stop = (id: Uint8Array) => ({ id, publicKey: key.publicKey });
  const route = { entry: stop(idOf('east entry')), exit: stop(idOf(exit)), server: stop(idOf(server)) };
  return sealRoute(p, route, 1, { c: 'content.gone', t: NOW / 60_000, a: {} });
}

describe('where an anonymizer passes on', () => {
  it.each([
    ['north exit', 'north pw.north.exit'],
    ['east exit', null],
    ['north entry', null],
    ['north content', null],
    ['home id', null],
    ['nobody', null],
  ])('an entry of east, to %s: %s', async (to, expected) => {
    const { passer, asked, lines } = anonymizer('east', 2);
    const { bytes, open } = envelopes(to, 'home id');
    expect(open(await passer.passOn(bytes))).toEqual({ failure: 'unreachable', opened: 1 });
    expect(asked).toEqual(expected === null ? [] : [expected]);
    expect(lines).toEqual([]);
  });

  it.each([
    ['home id', 'home pw.home.id'],
    ['home ad', 'home pw.home.ad'],
    ['north content', null],
    ['east exit', null],
    ['east entry', null],
    ['nobody', null],
  ])('an exit of north, to %s: %s', async (to, expected) => {
    const { passer: entry, asked, lines } = anonymizer('north', 1);
    const { bytes } = envelopes('north exit', to);
    const inside = innerOf(bytes);
    await entry.passOn(inside);
    expect(asked).toEqual(expected === null ? [] : [expected]);
    expect(lines).toEqual([]);
  });

  it('follows the network file', async () => {
    const { passer, asked, listeners } = anonymizer('east', 2);
    const { bytes } = envelopes('north exit', 'home id');
    const file = { ...network.file, operators: network.file.operators.filter(({ id }) => id !== 'north') };
    for (const listener of listeners) listener({ ...network, file });
    await passer.passOn(bytes);
    expect(asked).toEqual([]);
  });
});

/** The layer 1 envelope in a layer 2 one; all keys are the same here. */
function innerOf(bytes: Uint8Array): Uint8Array {
  const opened = openHop(p, () => key, 2, bytes);
  if (opened === null) throw new Error('not an envelope');
  return opened.inner;
}
