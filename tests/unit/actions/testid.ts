import { concat, hex } from '../../../lib/bytes.ts';
import { checkSignedCard, openCard, userOf } from '../../../lib/crypto/card.ts';
import { boundOf, checkSpend, deedHash, epochKey, issueBatch } from '../../../lib/crypto/credential.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { type Group, ristretto } from '../../../lib/crypto/ristretto.ts';
import { signTagged, tagged } from '../../../lib/crypto/tagged.ts';
import { type Args, check } from '../../../lib/protocol/command.ts';
import * as id from '../../../lib/protocol/commands/id.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { frame } from '../../../lib/protocol/frame.ts';
import type { Card, Listing, SignedCard } from '../../../lib/protocol/identity.ts';
import type { Credential } from '../../../lib/protocol/item.ts';
import { foldName } from '../../../lib/protocol/names.ts';
import { seedOf } from '../../network/operators.ts';
import { DAY, type World } from '../route/world.ts';

const SEED = seedOf('home id');

/** An ID server in memory, enough of it for local services: names, log, epochs, credentials, the spent set. */
export class TestId {
  readonly #world: World;
  readonly #group: Group;
  readonly users = new Map<string, { signed: SignedCard; card: Card; salt: Uint8Array }>();
  readonly #spent = new Map<string, string>();
  readonly #fetched = new Map<string, Uint8Array>();
  /** Secret of epoch keys, by epoch where it differs from all others. */
  readonly epochSeeds = new Map<number, Uint8Array>();
  readonly banned = new Set<string>();
  allowance = 20;

  private constructor(world: World, group: Group) {
    this.#world = world;
    this.#group = group;
  }

  static async open(world: World): Promise<TestId> {
    return new TestId(world, await ristretto(1));
  }

  answer(command: string, a: Record<string, unknown>, minute: number): object {
    if (command === id.register.name) return this.#register(check(id.register.args, a), minute);
    if (command === id.update.name) return this.#update(check(id.update.args, a), minute);
    if (command === id.find.name) return this.#find(check(id.find.args, a), minute);
    if (command === id.epochs.name)
      return { epochs: [0, 1].map((n) => this.#epoch(this.#today() + n, minute)) };
    if (command === id.allowance.name) return { count: this.allowance, fetched: false };
    if (command === id.credentials.name) return this.#issue(check(id.credentials.args, a));
    if (command === id.logNames.name) return this.#names(check(id.logNames.args, a));
    throw new CommandError('unknown-command');
  }

  /** Whether a credential is good for these arguments at this server: spent from now on. */
  spend(server: Uint8Array, command: string, args: object, credential: Credential): boolean {
    const bound = boundOf(p, credential.salt, deedHash(p, command, args));
    const key = this.#key(credential.epoch);
    if (!checkSpend(this.#group, p, key.secret, server, { ...credential, bound })) return false;
    const nonce = hex(credential.nonce);
    const said = hex(concat(server, bound));
    const known = this.#spent.get(nonce) ?? said;
    this.#spent.set(nonce, known);
    return known === said;
  }

  #register({ card: signed }: Args<typeof id.register>, minute: number): Listing {
    const card = checkSignedCard(p, signed, null);
    const user = hex(userOf(p, card.account));
    const other = [...this.users.values()].find((one) => foldName(one.card.name) === foldName(card.name));
    if (other !== undefined && hex(userOf(p, other.card.account)) !== user)
      throw new CommandError('name-taken');
    return this.#keep(user, signed, card, minute);
  }

  #update({ card: signed }: Args<typeof id.update>, minute: number): Listing {
    const user = hex(userOf(p, openCard(p, signed).account));
    const before = this.users.get(user);
    if (before === undefined) throw new CommandError('absent');
    const again = hex(before.signed.card) === hex(signed.card);
    if (!again && openCard(p, signed).number !== before.card.number + 1) throw new CommandError('conflict');
    return this.#keep(user, signed, again ? before.card : checkSignedCard(p, signed, before.card), minute);
  }

  #keep(user: string, signed: SignedCard, card: Card, minute: number): Listing {
    const kept = this.users.get(user);
    if (kept === undefined || hex(kept.signed.card) !== hex(signed.card)) {
      const salt = p.random(16);
      this.users.set(user, { signed, card, salt });
      this.#world.log.add(tagged(p, 'log', 'card', salt, signed.card));
    }
    return this.#listing(user, minute);
  }

  #listing(user: string, minute: number): Listing {
    const row = this.users.get(user);
    if (row === undefined) throw new CommandError('absent');
    const proof = this.#world.log.find(tagged(p, 'log', 'card', row.salt, row.signed.card), minute);
    if (proof === null) throw new CommandError('absent');
    return { card: row.signed, salt: row.salt, proof, over: { age: 13, day: this.#today() } };
  }

  #find({ name, user }: Args<typeof id.find>, minute: number): Listing {
    if (user !== undefined) return this.#listing(hex(user), minute);
    const found = [...this.users].find(([, one]) => foldName(one.card.name) === foldName(name ?? ''));
    return this.#listing(found?.[0] ?? '', minute);
  }

  #key(epoch: number) {
    return epochKey(this.#group, this.epochSeeds.get(epoch) ?? seedOf('epochs'), epoch);
  }

  #epoch(epoch: number, minute: number) {
    const pk = this.#key(epoch).publicKey;
    const salt = seedOf(`salt ${epoch}`).slice(0, 16);
    const leaf = tagged(p, 'log', 'epoch', salt, frame('epoch', epoch, pk));
    if (this.#world.log.find(leaf, minute) === null) this.#world.log.add(leaf);
    const proof = this.#world.log.find(leaf, minute);
    const sig = signTagged(p, SEED, 'epoch users', epoch, this.#fetched.size, minute);
    return { epoch, pk, salt, proof, users: { count: this.#fetched.size, minute, sig } };
  }

  #issue({ word, epoch, blinded }: Args<typeof id.credentials>): object {
    const who = `${hex(word.user)} ${epoch}`;
    if (this.banned.has(hex(word.user))) throw new CommandError('banned');
    const kept = this.#fetched.get(who);
    if (kept !== undefined && hex(kept) !== hex(blinded)) throw new CommandError('quota');
    this.#fetched.set(who, blinded);
    const issued = issueBatch(this.#group, this.#key(epoch), blinded);
    if (issued === null) throw new CommandError('malformed');
    return issued;
  }

  #names({ from }: Args<typeof id.logNames>): object {
    const rows = [...this.users.values()].map(({ signed, card, salt }) => {
      const index = this.#world.log.find(tagged(p, 'log', 'card', salt, signed.card), 0)?.index ?? 0;
      return { index, name: tagged(p, 'name', foldName(card.name)).slice(0, 8) };
    });
    const { size } = this.#world.log.root(0);
    return { size, names: rows.filter(({ index }) => index >= from), next: size };
  }

  #today(): number {
    return Math.floor(this.#world.now / DAY);
  }
}
