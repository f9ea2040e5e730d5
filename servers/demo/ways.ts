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
  /** `append (west › south › north)`, one for each different way; then forgets them. */
  read(): string[];
}

// what every local service does by itself all the time, and no step is about
const QUIET = [logRoot, logConsistency, logFind, logNames, epochs, allowance].map(({ name }) => name);

/** Makes a counter of ways. */
export function makeWays(): Ways {
  let seen = new Map<string, number>();
  return {
    passed: ({ entry, exit, server }, { command }) => {
      if (QUIET.includes(command)) return;
      const way = `${command} (${entry.operator.id} › ${exit.operator.id} › ${server.operator.id})`;
      seen.set(way, (seen.get(way) ?? 0) + 1);
    },
    read: () => {
      const lines = [...seen].map(([way, times]) => (times === 1 ? way : `${way} ×${times}`));
      seen = new Map();
      return lines;
    },
  };
}
