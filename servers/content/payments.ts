import * as v from 'valibot';
import { boundOf, deedHash } from '../../lib/crypto/credential.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { spend } from '../../lib/protocol/commands/id.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { Credential } from '../../lib/protocol/item.ts';
import { type Asker, NoAnswerError } from '../ask.ts';
import { BusTimeoutError, NoServerError, ServerFailedError } from '../bus/errors.ts';
import { nameOf } from './slot.ts';
import type { BoundWrite } from './write.ts';

/** How long a write waits for the ID server, how long its asker is kept waiting, and the pauses between, in ms. */
export const HELD = {
  all: 600_000,
  asker: 8_000,
  first: 250,
  longest: 5_000,
  most: 1_000,
  crowd: 64,
  hurried: 500,
};

/** The question to the ID server: is this credential good for this deed (wire 7). */
export type Spend = (question: {
  epoch: number;
  nonce: Uint8Array;
  bound: Uint8Array;
  mac: Uint8Array;
}) => Promise<boolean>;

/** Asks through an asker; `id` gives the ID server's id at that moment. */
export function spendAt(asker: Asker, id: () => string): Spend {
  return async (question) => (await asker.ask(id(), spend, question)).yes;
}

const Paying = v.object({ credential: v.optional(Credential) });

/**
 * Has credentials checked. While the ID server does not answer, a write is held here for ten minutes and done when it is
 * back, though its asker was told `unavailable` after eight seconds: his retry, the same deed with the same credential,
 * joins the one held or finds it done.
 */
export class Payments {
  readonly #spend: Spend;
  readonly #held = new Map<string, Promise<Uint8Array>>();
  readonly #pause: (ms: number) => Promise<void>;
  /** Those whose question failed once at least. */
  #waiting = 0;
  #stopped = false;

  constructor(
    spendOne: Spend,
    pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  ) {
    this.#spend = spendOne;
    this.#pause = pause;
  }

  /**
   * Asks whether the write's credential is good, then does `paid`. CommandError `credential-refused`; `unavailable` where
   * the asker would wait too long.
   */
  async perform(write: BoundWrite, paid: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const name = nameOf(deedHash(p, write.command.name, write.args)) + nonceOf(write);
    let held = this.#held.get(name);
    if (held === undefined) {
      if (this.#held.size >= HELD.most) throw new CommandError('unavailable', 'the ID server is away');
      held = this.#ask(write, paid).finally(() => this.#held.delete(name));
      this.#held.set(name, held);
    }
    held.catch(() => undefined);
    // askers who wait take places of the front that readers need
    return within(held, this.#waiting > HELD.crowd ? HELD.hurried : HELD.asker);
  }

  /** Gives up what is held. */
  stop(): void {
    this.#stopped = true;
  }

  async #ask(write: BoundWrite, paid: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const { credential } = v.parse(Paying, write.args);
    if (credential === undefined) throw new CommandError('credential-needed');
    const { epoch, nonce, mac, salt } = credential;
    const bound = boundOf(p, salt, deedHash(p, write.command.name, write.args));
    if (!(await this.#yes({ epoch, nonce, bound, mac }))) throw new CommandError('credential-refused');
    return paid();
  }

  async #yes(question: Parameters<Spend>[0]): Promise<boolean> {
    try {
      return await this.#spend(question);
    } catch (error) {
      if (this.#stopped || !isAway(error)) throw error;
    }
    this.#waiting++;
    try {
      return await this.#insist(question);
    } finally {
      this.#waiting--;
    }
  }

  async #insist(question: Parameters<Spend>[0]): Promise<boolean> {
    let waited = 0;
    for (let pause = HELD.first; ; pause = Math.min(pause * 2, HELD.longest)) {
      await this.#pause(pause);
      waited += pause;
      try {
        return await this.#spend(question);
      } catch (error) {
        if (this.#stopped || waited >= HELD.all || !isAway(error)) throw error;
      }
    }
  }
}

function isAway(error: unknown): boolean {
  return (
    error instanceof NoAnswerError ||
    error instanceof NoServerError ||
    error instanceof BusTimeoutError ||
    error instanceof ServerFailedError ||
    (error instanceof CommandError && error.code === 'unavailable')
  );
}

function nonceOf(write: BoundWrite): string {
  const { credential } = v.parse(Paying, write.args);
  return credential === undefined ? '' : nameOf(credential.nonce);
}

/** The promise's value, or CommandError `unavailable` where it takes longer. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CommandError('unavailable', 'the ID server is away')), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
