import {
  allowance,
  epochs,
  logConsistency,
  logFind,
  logNames,
  logRoot,
} from '../../lib/protocol/commands/id.ts';
import type { Passed } from '../../lib/route/route.ts';

/** Counts the ways that questions took since it was last read. */
export interface Ways {
  readonly passed: Passed;
  /** `content.append ×2: west › south › north, east › west › north`, a line for each command; then forgets them. */
  read(): string[];
}

// what every local service does by itself all the time, and no step is about
const QUIET = [logRoot, logConsistency, logFind, logNames, epochs, allowance].map(({ name }) => name);

/** Ways named for a command; of more only their number is told. */
const NAMED = 2;

/** Makes a counter of ways. */
export function makeWays(): Ways {
  let seen = new Map<string, string[]>();
  return {
    passed: ({ entry, exit, server }, { command }) => {
      if (QUIET.includes(command)) return;
      const way = [entry, exit, server].map(({ operator }) => operator.id).join(' › ');
      seen.set(command, [...(seen.get(command) ?? []), way]);
    },
    read: () => {
      const lines = [...seen].map(([command, ways]) => line(command, ways));
      seen = new Map();
      return lines;
    },
  };
}

function line(command: string, ways: string[]): string {
  const different = [...new Set(ways)];
  const more = different.length > NAMED ? ` and ${different.length - NAMED} more ways` : '';
  const times = ways.length === 1 ? '' : ` ×${ways.length}`;
  return `${command}${times}: ${different.slice(0, NAMED).join(', ')}${more}`;
}
