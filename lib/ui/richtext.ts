import * as linkify from 'linkifyjs';
import { hex } from '../bytes.ts';
import type { Mention } from '../protocol/inside.ts';

/** A piece of a text: words, a web address, or somebody named. Never markup. */
export type Piece =
  | { is: 'words'; text: string }
  | { is: 'link'; text: string; href: string }
  | { is: 'person'; text: string; user: string };

interface Span {
  from: number;
  to: number;
  piece: Piece;
}

/**
 * A text in pieces, in order, together exactly the text. Only http and https addresses become links, whatever the text
 * says; mentions that lie outside the text, or over something else, are passed over.
 */
export function pieces(text: string, mentions: readonly Mention[]): Piece[] {
  const spans = [...people(text, mentions), ...links(text)].sort(
    (a, b) => a.from - b.from || rank(a) - rank(b),
  );
  const out: Piece[] = [];
  let at = 0;
  for (const { from, to, piece } of spans) {
    if (from < at) continue;
    if (from > at) out.push({ is: 'words', text: text.slice(at, from) });
    out.push(piece);
    at = to;
  }
  if (at < text.length) out.push({ is: 'words', text: text.slice(at) });
  return out;
}

function rank({ piece }: Span): number {
  return piece.is === 'person' ? 0 : 1;
}

function people(text: string, mentions: readonly Mention[]): Span[] {
  return mentions
    .filter(({ at, length }) => length > 0 && at + length <= text.length)
    .map(({ at, length, user }) => ({
      from: at,
      to: at + length,
      piece: { is: 'person', text: text.slice(at, at + length), user: hex(user) },
    }));
}

/** In every address something stands right behind a dot or colon. Who reads none never waits for the list of domains. */
const MAY_LINK = /[.:]\S|localhost/i;

function links(text: string): Span[] {
  if (!MAY_LINK.test(text)) return [];
  return linkify.find(text, 'url', { defaultProtocol: 'https' }).flatMap(({ start, end, href }) => {
    const address = plainAddress(href);
    if (address === null) return [];
    return [
      { from: start, to: end, piece: { is: 'link', text: text.slice(start, end), href: address } as const },
    ];
  });
}

/** The address of a page of the web, without a user's name in it; null for anything else. */
export function plainAddress(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const { protocol, username, password, href: whole } = new URL(href);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  return username === '' && password === '' ? whole : null;
}
