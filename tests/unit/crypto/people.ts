import type { Seen } from '../../../lib/crypto/author.ts';
import { accountOf, certifyDevice, contentSeed } from '../../../lib/crypto/identity.ts';
import type { Primitives } from '../../../lib/crypto/primitives.ts';
import type { AuthorCard, Comment, Post } from '../../../lib/protocol/inside.ts';

/** A person with one device, as tests need one. */
export function person(p: Primitives, name: string) {
  const root = p.random(32);
  const account = accountOf(p, root);
  const deviceSeed = p.random(32);
  const device = p.signKey(deviceSeed);
  const certificate = certifyDevice(p, account.seed, { device, number: 0, seed: 0, day: 20_000 });
  const card: AuthorCard = { is: 'card', name, account: account.key, device: certificate };
  return { root, account, deviceSeed, device, certificate, card, contentSeed: contentSeed(p, root, 0) };
}

export const nothingSeen: Seen = { seen: [], root: new Uint8Array(32), atRev: 0 };

export function comment(text: string): Comment {
  return { is: 'comment', text, when: 1_700_000_000_000, re: null, mentions: [], photos: [] };
}

export function post(text: string): Post {
  return {
    is: 'post',
    text,
    when: 1_700_000_000_000,
    mentions: [],
    photos: [],
    keywords: [],
    audience: 'friends',
  };
}

/** The same bytes with one bit other; `at` picks which. */
export function flip(bytes: Uint8Array, at: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  const i = Math.floor(at / 8) % out.length;
  out[i] = (out[i] ?? 0) ^ (1 << (at % 8));
  return out;
}
