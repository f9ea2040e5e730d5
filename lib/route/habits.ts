import type { SizeClass } from '../crypto/header.ts';

/** How a command travels. */
export interface Habit {
  /** The class it is sent in where it fits and nothing else is asked for; its answer has the same. */
  readonly usual: SizeClass;
  /** Whether it makes something: not sent while the ID server's log is in doubt. Taking back always goes. */
  readonly writes: boolean;
}

const small: Habit = { usual: 1, writes: false };
const wide: Habit = { usual: 2, writes: false };
const deed: Habit = { usual: 1, writes: true };

/** No user's question is ever smaller. */
export const LEAST: SizeClass = 1;

/**
 * The class of a question is the smallest that holds it, but not below `usual` (wire 2: 0 is 2 KiB, 1 is 8, 2 is 64, 3 is
 * 256). Observers and hops see the class alone, so what is done most (reading, commenting, reacting, removing, asking
 * mailboxes) goes in class 1, all alike; class 0 is for servers among themselves. Where an answer needs more room than
 * the question, a reader asks for it (`class` of a question), or is told `too-large` and goes one class up.
 * Listings can be 50 KB, and creating or changing one answers with it: class 2. Chunks are asked for in class 3
 * unless the reader knows the photo to be smaller.
 */
export const HABITS: Readonly<Record<string, Habit>> = {
  'content.create': deed,
  'content.append': deed,
  'content.edit': deed,
  'content.remove': small,
  'content.change': deed,
  'content.keys': deed,
  'content.take': small,
  'content.delete': small,
  'content.read': small,
  'content.gone': small,
  'content.chunk.put': deed,
  'content.chunk.get': { usual: 3, writes: false },
  'id.register': { usual: 2, writes: true },
  'id.update': { usual: 2, writes: true },
  'id.find': wide,
  'id.search': wide,
  'id.credentials': deed,
  'id.allowance': small,
  'id.epochs': wide,
  'id.log.root': small,
  'id.log.consistency': small,
  'id.log.find': small,
  'id.log.names': wide,
  'id.report': deed,
  'id.leave': small,
};
