import { holdsAside } from '../../lib/crypto/aside.ts';
import { nativePrimitives } from '../../lib/crypto/native.ts';
import type { Primitives } from '../../lib/crypto/primitives.ts';
import { type Args, type Command, check } from '../../lib/protocol/command.ts';
import { EncodedResult, type Served, serves } from '../front.ts';
import type { Item } from './item.ts';
import type { Rules } from './rules.ts';

/** What a write came to: the revision it answers with, or null where its result is the empty map. */
export type Done = { readonly at: number | null };

/** What the front found out before the writer is asked. */
export interface Facts {
  /** The drop its entries and removals are signed for: the item's, or its origin's. */
  readonly signedFor: Uint8Array;
  /** The ID server said yes to the credential. */
  readonly paid: boolean;
}

/** A command that changes an item, in its two halves. */
export interface Write<C extends Command> {
  readonly command: C;
  /** The item's drop; null where the arguments name none that could be (answered `forbidden`). */
  drop(args: Args<C>): Uint8Array | null;
  /** The front's half: whether all signatures hold, entries being signed for that drop. Looks at the arguments alone; a conjunction, see holdsAside. */
  holds(p: Primitives, args: Args<C>, signedFor: Uint8Array): boolean;
  /**
   * The writer's half: checks rights and changes the item in memory. Throws CommandError, or PaymentNeeded, having
   * changed nothing.
   */
  apply(item: Item, args: Args<C>, facts: Facts, rules: Rules): Promise<Done>;
}

/** A write whose arguments' type is forgotten: what the table of writes holds. */
export interface AnyWrite {
  readonly command: Command;
  /** Reads arguments (MalformedError) and gives the write bound to them. */
  bind(args: unknown): BoundWrite;
  /** What the front serves: `perform` does the bound write and gives the CBOR of its result. */
  served(perform: (write: BoundWrite) => Promise<Uint8Array>): Served;
}

export interface BoundWrite {
  readonly command: Command;
  readonly args: object;
  readonly drop: Uint8Array | null;
  holds(signedFor: Uint8Array): Promise<boolean>;
  apply(item: Item, facts: Facts, rules: Rules): Promise<Done>;
}

/** Forgets the type of a write's arguments. */
export function anyWrite<C extends Command>(write: Write<C>): AnyWrite {
  return {
    command: write.command,
    bind: (raw) => bound(write, check(write.command.args, raw)),
    served: (perform) =>
      serves(write.command, async (args) => new EncodedResult(await perform(bound(write, args)))),
  };
}

function bound<C extends Command>(write: Write<C>, args: Args<C>): BoundWrite {
  return {
    command: write.command,
    args,
    drop: write.drop(args),
    holds: (signedFor) => holdsAside(nativePrimitives, (p) => write.holds(p, args, signedFor)),
    apply: (item, facts, rules) => write.apply(item, args, facts, rules),
  };
}

/** The deed costs a credential, which the front asks the ID server about; then it comes again with `paid`. */
export class PaymentNeeded extends Error {
  override name = 'PaymentNeeded';
}
