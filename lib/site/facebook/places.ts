/** Where one of our posts belongs in Facebook's feed. */
export interface Place {
  readonly handle: string;
  /** Number of the card it stands beside. */
  readonly card: number;
  readonly side: 'before' | 'after';
}

/** What was decided about posts of this page: fresh ones stay on top, the others keep their turn. */
export interface Turns {
  readonly fresh: string[];
  readonly others: string[];
}

/** One after every so many cards. */
export const EVERY = 3;
/** More than these on top would bury Facebook's own feed. */
export const MOST_ON_TOP = 5;

/** Nothing was decided yet. */
export function noTurns(): Turns {
  return { fresh: [], others: [] };
}

/**
 * Takes the newest answer of the background, newest first. Posts keep the turn they have; posts that are gone give theirs up;
 * new fresh ones go on top, new others to the end.
 */
export function takeTurns(turns: Turns, posts: readonly { handle: string; fresh: boolean }[]): Turns {
  const there = new Set(posts.map(({ handle }) => handle));
  const placed = new Set([...turns.fresh, ...turns.others]);
  const fresh = turns.fresh.filter((handle) => there.has(handle));
  const others = turns.others.filter((handle) => there.has(handle));
  const added = [...new Set(posts.filter(({ handle }) => !placed.has(handle)))];
  // what comes while the page is open is always seen to come
  const room = placed.size === 0 ? MOST_ON_TOP : added.length;
  const onTop = added.filter((post) => post.fresh).slice(0, room);
  const below = added.filter((post) => !onTop.includes(post));
  return {
    fresh: unique([...onTop.map(({ handle }) => handle), ...fresh]),
    others: unique([...others, ...below.map(({ handle }) => handle)]),
  };
}

/** Where posts belong beside the cards that have elements now, by their numbers, in feed order. */
export function placesFor(turns: Turns, cards: readonly number[]): Place[] {
  const onTop: Place[] = cards.includes(1)
    ? turns.fresh.map((handle) => ({ handle, card: 1, side: 'before' }))
    : [];
  const below = cards.flatMap((card): Place[] => {
    const handle = card % EVERY === 0 ? turns.others[card / EVERY - 1] : undefined;
    return handle === undefined ? [] : [{ handle, card, side: 'after' }];
  });
  return [...onTop, ...below];
}

function unique(handles: readonly string[]): string[] {
  return [...new Set(handles)];
}
