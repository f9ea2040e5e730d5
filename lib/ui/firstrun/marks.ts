import * as v from 'valibot';
import { mark, type OwnMark } from '../../messages/requests/frame.ts';

/** Colours to choose from. */
export const COLOURS = [
  ['#0a6f66', 'Sea'],
  ['#2c5d9e', 'Blue'],
  ['#7a3e9d', 'Violet'],
  ['#9b2d64', 'Berry'],
  ['#a33b2a', 'Brick'],
  ['#8a5a00', 'Honey'],
  ['#3f6b1d', 'Moss'],
  ['#4a5578', 'Slate'],
] as const;

export const PICTURES = [
  ['🦊', 'Fox'],
  ['🐢', 'Turtle'],
  ['🦉', 'Owl'],
  ['🐙', 'Octopus'],
  ['🌵', 'Cactus'],
  ['🍋', 'Lemon'],
  ['⛵', 'Boat'],
  ['🎈', 'Balloon'],
  ['🪁', 'Kite'],
  ['🧭', 'Compass'],
  ['🔔', 'Bell'],
  ['🌙', 'Moon'],
] as const;

const ADJECTIVES = [
  'quiet',
  'early',
  'brave',
  'round',
  'golden',
  'slow',
  'distant',
  'warm',
  'clever',
  'little',
];
const THINGS = [
  'harbour',
  'garden',
  'lantern',
  'river',
  'window',
  'orchard',
  'bridge',
  'meadow',
  'kettle',
  'island',
];

/** A mark drawn by lot, so that nobody begins with the one everybody has; `random` gives numbers from 0 up to 1. */
export function drawMark(random: () => number): OwnMark {
  const one = <T>(of: readonly T[], otherwise: T): T => of[Math.floor(random() * of.length)] ?? otherwise;
  return {
    colour: one(COLOURS, COLOURS[0])[0],
    picture: one(PICTURES, PICTURES[0])[0],
    phrase: `${one(ADJECTIVES, 'quiet')} ${one(THINGS, 'harbour')}`,
  };
}

/** A mark as the database has it; null for anything else. */
export function readMark(value: unknown): OwnMark | null {
  const read = v.safeParse(mark, value);
  return read.success ? read.output : null;
}
