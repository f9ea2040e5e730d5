import { REACTIONS } from '../protocol/inside.ts';

export type Reaction = (typeof REACTIONS)[number];

/** How a reaction looks and is called. */
export interface ReactionFace {
  reaction: Reaction;
  face: string;
  name: string;
  colour: string;
}

const FACES: Record<Reaction, Omit<ReactionFace, 'reaction'>> = {
  like: { face: '👍', name: 'Like', colour: 'var(--accent)' },
  love: { face: '❤️', name: 'Love', colour: 'var(--love)' },
  care: { face: '🤗', name: 'Care', colour: 'var(--amber)' },
  haha: { face: '😆', name: 'Haha', colour: 'var(--amber)' },
  wow: { face: '😮', name: 'Wow', colour: 'var(--amber)' },
  sad: { face: '😢', name: 'Sad', colour: 'var(--amber)' },
  angry: { face: '😡', name: 'Angry', colour: 'var(--orange)' },
};

/** The six that are offered; `care` is shown where somebody sent it. */
export const OFFERED: readonly ReactionFace[] = REACTIONS.filter((one) => one !== 'care').map(faceOfKnown);

/** The face of a reaction by its word on the wire; null for one this version does not know. */
export function faceOf(reaction: string): ReactionFace | null {
  const known = REACTIONS.find((one) => one === reaction);
  return known === undefined ? null : faceOfKnown(known);
}

function faceOfKnown(reaction: Reaction): ReactionFace {
  return { reaction, ...FACES[reaction] };
}
