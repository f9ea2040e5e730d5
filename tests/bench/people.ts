import { blindBatch, deedHash, finishBatch, spend, type Token } from '../../lib/crypto/credential.ts';
import {
  accountOf,
  certifyDevice,
  giveWord,
  makeLetterKey,
  signCard,
  weekOf,
} from '../../lib/crypto/identity.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { ristretto } from '../../lib/crypto/ristretto.ts';
import { findWork } from '../../lib/crypto/work.ts';
import { encode } from '../../lib/protocol/codec.ts';
import { credentials, epochs, register } from '../../lib/protocol/commands/id.ts';
import type { Credential } from '../../lib/protocol/item.ts';
import { type BenchWorld, minute } from './world.ts';

const BATCH = 100;

/** Credentials of as many fresh users as `count` needs: each registers and fetches its hundred. */
export async function fetchTokens(world: BenchWorld, count: number): Promise<Token[]> {
  const tokens: Token[] = [];
  for (let i = 0; tokens.length < count; i++)
    tokens.push(...(await tokensOfUser(world, `Bench ${letters(i)}`)));
  return tokens;
}

/** Spends a token on the arguments of a command at the content server; the arguments with what pays for them. */
export function pay<A extends object>(
  world: BenchWorld,
  token: Token,
  command: string,
  args: A,
): A & { credential: Credential } {
  const { credential: _, ...free } = { credential: undefined, ...args };
  const credential = spend(p, token, world.server('content'), deedHash(p, command, free));
  return { ...args, credential };
}

async function tokensOfUser(world: BenchWorld, name: string): Promise<Token[]> {
  const g = await ristretto(1);
  const account = accountOf(p, p.random(32));
  const deviceSeed = p.random(32);
  const day = Math.floor(Date.now() / 86_400_000);
  const device = certifyDevice(p, account.seed, { device: p.signKey(deviceSeed), number: 0, seed: 0, day });
  const letterKeys = [makeLetterKey(p, deviceSeed, weekOf(Date.now())).key];
  const body = { account: account.key, name, number: 0, seed: 0, devices: [device], revoked: [], letterKeys };
  const card = signCard(p, account.seed, body);
  const work = await findWork(p, p.sha256(card.card), 0);
  await world.ask(register, { card, birth: { year: 1990, month: 1, day: 1 }, work }, 8_000);
  const known = await world.ask(epochs, {}, 8_000);
  const epoch = known.epochs.find((one) => one.epoch === day);
  if (epoch === undefined) throw new Error('no epoch');
  const origin = { contentSeed: p.random(32), epoch: day, pk: epoch.pk };
  const { batch, blinded } = blindBatch(g, p, origin, BATCH);
  const args = { epoch: day, blinded };
  const said = {
    server: world.server('id'),
    command: credentials.name,
    minute: minute(),
    args: encode(args),
  };
  const word = giveWord(p, { user: account.user, deviceSeed }, said);
  const tokens = finishBatch(g, epoch.pk, batch, await world.ask(credentials, { ...args, word }));
  if (tokens === null) throw new Error('not issued');
  return tokens;
}

function letters(i: number): string {
  return [...String(i)].map((digit) => String.fromCharCode(97 + Number(digit))).join('');
}
