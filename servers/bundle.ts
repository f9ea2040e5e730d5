import { concat, fromUtf8 } from '../lib/bytes.ts';
import { nativePrimitives as p } from '../lib/crypto/native.ts';
import { bundleHash, checkBundle, NetworkFileError } from '../lib/crypto/network.ts';
import { bundle } from '../lib/protocol/commands/id.ts';
import type { SignedBundle } from '../lib/protocol/network.ts';
import { makeAsker, NoAnswerError, onlyServer } from './ask.ts';
import type { RoleContext } from './context.ts';

const PART = 250_000;
const BESIDE = 2_000; // bytes of an answer around a part
const ANY = 64; // no bundle has this part: asks only whether there is another bundle

/** The newest bundle of the day, for a door. */
export interface BundleWatch {
  /** Checked; null until there is one. */
  current(): SignedBundle | null;
  /** Its JSON, as doors give it to everybody. */
  json(): string | null;
  /** Calls the listener after each change; the returned function ends that. */
  onChange(listener: (bundle: SignedBundle) => void): () => void;
  stop(): void;
}

/**
 * Asks the ID server for the bundle every `everyMs` (default 5,000; every 250 ms while there is none of our network file), checks it and
 * takes over a newer network file in it. A small question asks whether there is another one; only then it is fetched.
 */
export function watchBundle(context: RoleContext, everyMs = 5_000): BundleWatch {
  const asker = makeAsker(context);
  const listeners = new Set<(bundle: SignedBundle) => void>();
  let now: { signed: SignedBundle; json: string; hash: Uint8Array } | null = null;
  let stopped = false;
  let looking = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const server = onlyServer(context, 'id');
    const have = now === null ? {} : { have: now.hash };
    const { parts } = await asker.ask(server, bundle, { ...have, part: ANY });
    if (parts === 0) return;
    const pieces: Uint8Array[] = [];
    for (let part = 0; part < parts; part++)
      pieces.push((await asker.ask(server, bundle, { part }, PART + BESIDE)).json);
    take(fromUtf8(concat(...pieces)));
  }

  function take(json: string): void {
    const signed = checkBundle(p, JSON.parse(json), context.network(), context.now());
    if (signed.bundle.network.file.number > context.network().file.number)
      context.adoptNetwork(signed.bundle.network);
    now = { signed, json, hash: bundleHash(p, signed.bundle) };
    for (const listener of [...listeners]) listener(signed);
  }

  /** Whether a newer bundle must be there or come at once. */
  function behind(): boolean {
    return now === null || now.signed.bundle.network.file.number < context.network().file.number;
  }

  async function go(): Promise<void> {
    looking = true;
    try {
      await look();
    } catch (error) {
      // not there yet, changed between two parts, or the ID server is away: asked again
      if (error instanceof NetworkFileError)
        context.log.warn({ reason: error.reason }, 'a bundle that does not hold');
      else if (!(error instanceof NoAnswerError)) context.log.debug('no bundle yet');
    }
    if (stopped) return;
    looking = false;
    timer = setTimeout(() => void go(), behind() ? Math.min(250, everyMs) : everyMs);
    timer.unref();
  }

  const unhook = context.onNetwork(() => {
    if (looking || stopped) return;
    clearTimeout(timer);
    void go();
  });
  void go();
  return {
    current: () => now?.signed ?? null,
    json: () => now?.json ?? null,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      stopped = true;
      unhook();
      clearTimeout(timer);
    },
  };
}
