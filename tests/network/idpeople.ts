import { blindBatch, finishBatch, spend, type Token } from '../../lib/crypto/credential.ts';
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
import type { Args, Command, Result } from '../../lib/protocol/command.ts';
import { allowance, credentials, epochs, register, update } from '../../lib/protocol/commands/id.ts';
import type { Card, Listing, SignedCard } from '../../lib/protocol/identity.ts';
import { seedOf } from './operators.ts';
import type { RoleWorld } from './roleworld.ts';

export const ID = { operator: 'authority', role: 'id' } as const;
const BIRTH = { year: 1990, month: 5, day: 17 };
/** Bytes a listing may need. */
export const LISTING = 8_000;
const group = await ristretto(1);

/** A user of the tests, with everything in memory. */
export class Person {
  readonly name: string;
  readonly world: RoleWorld;
  readonly account = accountOf(p, p.random(32));
  readonly device = p.random(32);
  card: Card;

  constructor(world: RoleWorld, name: string) {
    this.world = world;
    this.name = name;
    const day = Math.floor(world.clock / 86_400_000);
    const certificate = certifyDevice(p, this.account.seed, {
      device: p.signKey(this.device),
      number: 0,
      seed: 0,
      day,
    });
    this.card = {
      account: this.account.key,
      name,
      number: 0,
      seed: 0,
      devices: [certificate],
      revoked: [],
      letterKeys: [makeLetterKey(p, this.device, weekOf(world.clock)).key],
    };
  }

  get user(): Uint8Array {
    return this.account.user;
  }

  ask<C extends Command>(command: C, args: Args<C>, room = 0): Promise<Result<C>> {
    return this.world.ask(ID, 'north', command, args, room);
  }

  /** The same with this person's word, said by `device`. */
  say<C extends Command>(command: C, args: Omit<Args<C>, 'word'>, room = 0, deviceSeed = this.device) {
    const minute = Math.floor(this.world.clock / 60_000);
    const server = p.signKey(seedOf('authority id'));
    const word = giveWord(
      p,
      { user: this.user, deviceSeed },
      { server, command: command.name, minute, args: encode(args) },
    );
    // the word is the member the type leaves out
    return this.world.ask(ID, 'north', command, { ...args, word } as unknown as Args<C>, room);
  }

  signed(by = this.account.seed): SignedCard {
    return signCard(p, by, this.card);
  }

  async register(change: Partial<Args<typeof register>> = {}): Promise<Listing> {
    const card = change.card ?? this.signed();
    const work = await findWork(p, p.sha256(card.card), this.world.network.file.signupBits);
    return this.ask(register, { card, birth: BIRTH, work, ...change }, LISTING);
  }

  async update(change: Partial<Card>, by = this.device): Promise<Listing> {
    this.card = { ...this.card, number: this.card.number + 1, ...change };
    return this.ask(update, { card: this.signed(by) }, LISTING);
  }

  /** Fetches the epoch's credentials, all of the allowance. */
  async fetch(epoch: number): Promise<{ tokens: Token[]; blinded: Uint8Array; elements: Uint8Array }> {
    const { count } = await this.say(allowance, { epoch });
    const key = (await this.ask(epochs, {}, 8_000)).epochs.find((one) => one.epoch === epoch);
    if (key === undefined) throw new Error('no such epoch');
    const origin = { contentSeed: p.random(32), epoch, pk: key.pk };
    const { batch, blinded } = blindBatch(group, p, origin, count);
    const issued = await this.say(credentials, { epoch, blinded });
    const tokens = finishBatch(group, key.pk, batch, issued);
    if (tokens === null) throw new Error('the proof does not hold');
    return { tokens, blinded, elements: issued.elements };
  }
}

/** The arguments of id.spend for a token at a server. */
export function spending(token: Token, server: Uint8Array, deed: Uint8Array) {
  const { epoch, nonce, mac, salt } = spend(p, token, server, deed);
  return { epoch, nonce, mac, salt };
}
