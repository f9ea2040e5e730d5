import type { SizeClass } from '../crypto/header.ts';
import type { Command } from '../protocol/command.ts';
import * as content from '../protocol/commands/content.ts';
import * as id from '../protocol/commands/id.ts';

/** How a command travels. */
export interface Habit {
  /** The class it is sent in where it fits and nothing else is asked for; its answer has the same. */
  readonly usual: SizeClass;
  /** Whether it makes something: not sent while the ID server's log is in doubt. Taking back always goes. */
  readonly writes: boolean;
}

/** No user's question is ever smaller. */
export const LEAST: SizeClass = 1;

const ASKS: Habit = { usual: 1, writes: false };
const ASKS_MORE: Habit = { usual: 2, writes: false };
const ASKS_MOST: Habit = { usual: 3, writes: false };
const MAKES: Habit = { usual: 1, writes: true };
const MAKES_MORE: Habit = { usual: 2, writes: true };

/**
 * The class of a question is the smallest that holds it, but not below `usual` (wire 2: 0 is 2 KiB, 1 is 8, 2 is 64, 3 is
 * 256). Observers and hops see the class alone, so what is done most (reading, commenting, reacting, removing, asking
 * mailboxes) goes in class 1, all alike; class 0 is for servers among themselves. Where an answer needs more room than
 * the question, a reader asks for it (`class` of a question), or is told `too-large` and goes one class up.
 * Listings can be 50 KB, and creating or changing one answers with it: class 2. Chunks are asked for in class 3
 * unless the reader knows the photo to be smaller.
 */
export const HABITS: readonly (readonly [Command, Habit])[] = [
  [content.create, MAKES],
  [content.append, MAKES],
  [content.edit, MAKES],
  [content.remove, ASKS],
  [content.change, MAKES],
  [content.keys, MAKES],
  [content.take, ASKS],
  [content.erase, ASKS],
  [content.read, ASKS],
  [content.gone, ASKS],
  [content.putChunk, MAKES],
  [content.getChunk, ASKS_MOST],
  [id.register, MAKES_MORE],
  [id.update, MAKES_MORE],
  [id.find, ASKS_MORE],
  [id.search, ASKS_MORE],
  [id.credentials, MAKES],
  [id.allowance, ASKS],
  [id.epochs, ASKS_MORE],
  [id.logRoot, ASKS],
  [id.logConsistency, ASKS],
  [id.logFind, ASKS],
  [id.logNames, ASKS_MORE],
  [id.report, MAKES],
  [id.leave, ASKS],
];

/** The habit of a command; that of a small question for one that is not in the table. */
export function habitOf(command: Command): Habit {
  return HABITS.find(([one]) => one.name === command.name)?.[1] ?? ASKS;
}
