/** Where one of our posts belongs in Facebook's feed. */
export interface Place {
  readonly handle: string;
  /** Number of the card it stands beside. */
  readonly card: number;
  readonly side: 'before' | 'after';
}

/** A post as the background names it; `fresh`: it was not seen yet. */
export interface Post {
  readonly handle: string;
  readonly fresh: boolean;
}

/** What was decided about posts of this page: those on top stay there, the others keep their turn. */
export interface Turns {
  readonly onTop: readonly string[];
  readonly others: readonly string[];
}

/** The first of the others stands below the first card, the next ones after every so many. */
export const EVERY = 3;
/** More than these at a time on top would bury Facebook's own feed. */
export const MOST_ON_TOP = 5;

/**
 * Takes an answer of the background, newest first. Posts keep the turn they have; posts that are gone give theirs up. With
 * the page (`turns` null) fresh ones go on top and the others below. Later ones that are newer than all before are always
 * seen to come: they go on top even where they were seen elsewhere meanwhile.
 */
export function takeTurns(turns: Turns | null, posts: readonly Post[]): Turns {
  const { onTop, others } = keep(turns ?? { onTop: [], others: [] }, posts);
  const placed = new Set([...onTop, ...others]);
  const known = posts.findIndex(({ handle }) => placed.has(handle));
  const newer = new Set(known < 0 ? posts : posts.slice(0, known));
  const added = posts.filter(({ handle }) => !placed.has(handle));
  const goesUp = (post: Post) => post.fresh || (turns !== null && newer.has(post));
  const up = added.filter(goesUp).slice(0, MOST_ON_TOP);
  const below = added.filter((post) => !up.includes(post));
  return { onTop: [...handlesOf(up), ...onTop], others: [...others, ...handlesOf(below)] };
}

/** Where posts belong beside the cards that have elements now, by their numbers, in feed order. */
export function placesFor({ onTop, others }: Turns, cards: readonly number[]): Place[] {
  const above = cards.includes(1) ? onTop.map((handle): Place => ({ handle, card: 1, side: 'before' })) : [];
  const below = cards.flatMap((card): Place[] => {
    const handle = others[turnAt(card)];
    return handle === undefined ? [] : [{ handle, card, side: 'after' }];
  });
  return [...above, ...below];
}

// Which of the others stands below a card; -1 for none.
function turnAt(card: number): number {
  if (card === 1) return 0;
  return card % EVERY === 0 ? card / EVERY : -1;
}

function keep({ onTop, others }: Turns, posts: readonly Post[]): Turns {
  const there = new Set(handlesOf(posts));
  return { onTop: onTop.filter((one) => there.has(one)), others: others.filter((one) => there.has(one)) };
}

function handlesOf(posts: readonly Post[]): string[] {
  return posts.map(({ handle }) => handle);
}
