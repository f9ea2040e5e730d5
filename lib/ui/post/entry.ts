import { hex } from '../../bytes.ts';
import type { EntryLine } from '../../db/queries/thread.ts';
import type { Mention, Photo } from '../../protocol/inside.ts';

/** What a post or comment says, ready to be drawn. */
export interface Said {
  text: string;
  mentions: readonly Mention[];
  photos: readonly Shown[];
  /** The text goes on at the server. */
  long: boolean;
}

/** A photo to be drawn. */
export interface Shown {
  /** SHA-256 of its bytes, hex. */
  hash: string;
  width: number;
  height: number;
  alt: string;
}

/** What an entry says; null where it cannot be shown: removed, unreadable, or of a later version. */
export function saidBy(line: Pick<EntryLine, 'body'>): Said | null {
  const { body } = line;
  if (body === null || 'unknown' in body || !('text' in body)) return null;
  return {
    text: body.text,
    mentions: body.mentions,
    photos: body.photos.map(shown),
    long: body.long !== undefined,
  };
}

function shown({ hash, width, height, alt }: Photo): Shown {
  return { hash: hex(hash), width, height, alt };
}

/** The name to show: one whose account the ID log does not have under it is not shown as if it had. */
export function shownName({ name, known }: Pick<EntryLine, 'name' | 'known'>): string {
  if (name === '') return 'Somebody unknown';
  return known ? name : `${name} (not confirmed)`;
}
