// Vectors that lib sealed by itself: whole routes and their answers, credentials, the log.
import { expect } from 'vitest';
import { openAnswer, readFailure } from '../answer.ts';
import { type Bytes, fromHex, hex, utf8 } from '../bytes.ts';
import { decode, encode } from '../cbor.ts';
import { boundOf, deedHash, spend } from '../credentials.ts';
import { publicKey } from '../ed25519.ts';
import { keyId, openLayer, openQuestion } from '../envelope.ts';
import { deriveLong, frame, sign, tagged } from '../frame.ts';
import { accountOf, contentSeed, rootOf, vaultKey } from '../identity.ts';
import { openHop } from '../onion.ts';
import { kemKey } from '../seal.ts';
import { blind, evaluate, finalize, split } from '../voprf.ts';

type Named<N extends string> = Record<N, string>;

interface EnvelopeFile {
  notation: Named<'frame' | 'tagged' | 'secret' | 'salt' | 'derived' | 'seed' | 'publicKey' | 'signature'>;
  keys: Named<'role' | 'id' | 'seed' | 'keyId' | 'publicKey'>[];
  question: Named<'body' | 'envelope' | 'hash' | 'answer' | 'opened'>;
  route: { minute: number } & Named<
    | 'body'
    | 'envelope'
    | 'atExit'
    | 'atServer'
    | 'answerOfServer'
    | 'answerOfExit'
    | 'answerOfEntry'
    | 'opened'
  >;
  failures: { failure: string; minute?: number; frame: string }[];
}

export function envelope({ notation, keys, question, route, failures }: EnvelopeFile): void {
  const parts = [Uint8Array.of(1, 2, 3), 7, 'text'];
  expect(hex(frame('example', ...parts))).toBe(notation.frame);
  expect(hex(tagged('example', ...parts))).toBe(notation.tagged);
  const [secret, salt] = [fromHex(notation.secret), fromHex(notation.salt)];
  expect(hex(deriveLong(64, 'example', secret, salt, ...parts))).toBe(notation.derived);
  expect(hex(publicKey(fromHex(notation.seed)))).toBe(notation.publicKey);
  expect(hex(sign(fromHex(notation.seed), 'example', ...parts))).toBe(notation.signature);
  for (const { seed, keyId: id, publicKey: pk } of keys) {
    expect(hex(kemKey(fromHex(seed)))).toBe(pk);
    expect(hex(keyId(fromHex(pk)))).toBe(id);
  }
  const seedOf = (role: string) => fromHex(keys.find((one) => one.role === role)?.seed ?? '');
  const idOf = (role: string) => keys.find((one) => one.role === role)?.id;

  const asked = openQuestion(seedOf('server'), fromHex(question.envelope));
  expect([hex(encode(asked.body)), hex(asked.hash)]).toEqual([question.body, question.hash]);
  const to = { x1: asked.body.x, hash: asked.hash, layer: 0, class: asked.class };
  expect(hex(openAnswer(to, fromHex(question.answer)))).toBe(question.opened);

  const atEntry = openHop(seedOf('entry'), 2, fromHex(route.envelope));
  const atExit = openHop(seedOf('exit'), 1, fromHex(route.atExit));
  const atServer = openQuestion(seedOf('server'), fromHex(route.atServer));
  expect([hex(atEntry.inner), hex(atExit.inner)]).toEqual([route.atExit, route.atServer]);
  expect([hex(atEntry.dest), hex(atExit.dest)]).toEqual([idOf('exit'), idOf('server')]);
  expect([atEntry.minute, atExit.minute]).toEqual([route.minute, route.minute]);
  const x1Of = (role: string, layer: number, bytes: string) =>
    openLayer(seedOf(role), layer, fromHex(bytes)).plaintext.slice(0, 32);
  const answer = (layer: number, x1: Bytes, hash: Bytes, bytes: string) =>
    hex(openAnswer({ x1, hash, layer, class: 0 }, fromHex(bytes)));
  expect(answer(2, x1Of('entry', 2, route.envelope), atEntry.hash, route.answerOfEntry)).toBe(
    route.answerOfExit,
  );
  expect(answer(1, x1Of('exit', 1, route.atExit), atExit.hash, route.answerOfExit)).toBe(
    route.answerOfServer,
  );
  expect(answer(0, atServer.body.x, atServer.hash, route.answerOfServer)).toBe(route.opened);
  for (const { frame: bytes, ...word } of failures) expect(readFailure(fromHex(bytes))).toEqual(word);
}

interface CredentialFile {
  epoch: number;
  secret: string;
  nonces: string[];
  blinds: string[];
  blinded: string;
  elements: string;
  tokens: string[];
  spending: Named<'server' | 'command' | 'args' | 'deed' | 'salt' | 'bound' | 'mac'>;
}

export function credential(file: CredentialFile): void {
  const nonces = file.nonces.map(fromHex);
  const blinds = file.blinds.map(fromHex);
  const blinded = nonces.map((nonce, i) => blind(nonce, blinds[i] ?? new Uint8Array(0)));
  expect(blinded.map(hex).join('')).toBe(file.blinded);
  const elements = split(fromHex(file.elements));
  expect(blinded.map((one) => hex(evaluate(fromHex(file.secret), one)))).toEqual(elements.map(hex));
  const tokens = nonces.map((nonce, i) =>
    finalize(nonce, blinds[i] ?? new Uint8Array(0), elements[i] ?? new Uint8Array(0)),
  );
  expect(tokens.map(hex)).toEqual(file.tokens);
  const { spending } = file;
  const args = decode(fromHex(spending.args));
  const deed = deedHash(spending.command, typeof args === 'object' && args !== null ? args : {});
  const [salt, server] = [fromHex(spending.salt), fromHex(spending.server)];
  expect([hex(deed), hex(boundOf(salt, deed))]).toEqual([spending.deed, spending.bound]);
  const token = { epoch: file.epoch, nonce: nonces[0] ?? utf8(''), token: tokens[0] ?? utf8('') };
  expect(hex(spend(token, server, deed, salt).mac)).toBe(spending.mac);
}

interface RootFile extends Named<'phrase' | 'root' | 'accountSeed' | 'accountKey' | 'user' | 'vaultKey'> {
  contentSeeds: string[];
}

export function root(file: RootFile): void {
  const made = rootOf(file.phrase);
  const account = accountOf(made);
  expect(hex(made)).toBe(file.root);
  expect([hex(account.seed), hex(account.key), hex(account.user)]).toEqual([
    file.accountSeed,
    file.accountKey,
    file.user,
  ]);
  expect(hex(vaultKey(made))).toBe(file.vaultKey);
  expect(file.contentSeeds.map((_, n) => hex(contentSeed(made, n)))).toEqual(file.contentSeeds);
}
