import { entropyToMnemonic, mnemonicToSeedWebcrypto, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Primitives } from './primitives.ts';

const WORDS = 24;

/** A recovery phrase that is none. Says what is wrong with what was typed, for the person who typed it. */
export class PhraseError extends Error {
  override name = 'PhraseError';
  /** `length`: not 24 words; `word`: one is not in the list; `checksum`: all are, but not together or in this order. */
  readonly reason: 'length' | 'word' | 'checksum';
  /** With `word`: which one, counted from 1. */
  readonly place: number | undefined;
  constructor(reason: PhraseError['reason'], place?: number) {
    super(reason === 'word' ? `word ${place} is not in the list` : `recovery phrase: ${reason}`);
    this.reason = reason;
    this.place = place;
  }
}

/** A new recovery phrase: 24 English words of 256 bits (BIP-39). */
export function newPhrase(p: Primitives): string {
  return entropyToMnemonic(p.random(32), wordlist);
}

/** The phrase as it is stored and shown: lower case, one blank between words. Throws PhraseError where it is none. */
export function readPhrase(typed: string): string {
  const words = typed.normalize('NFKD').toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length !== WORDS) throw new PhraseError('length');
  const unknown = words.findIndex((word) => !wordlist.includes(word));
  if (unknown !== -1) throw new PhraseError('word', unknown + 1);
  const phrase = words.join(' ');
  if (!validateMnemonic(phrase, wordlist)) throw new PhraseError('checksum');
  return phrase;
}

/** The root (32 bytes) of a phrase as people type it (wire 3). Throws PhraseError where it is none. */
export async function rootOf(typed: string): Promise<Uint8Array> {
  const seed = await mnemonicToSeedWebcrypto(readPhrase(typed));
  return seed.slice(0, 32);
}
