import { base64url } from '../bytes.ts';
import type { Command, Result } from '../protocol/command.ts';
import { LogError } from './errors.ts';
import { habitOf } from './habits.ts';
import { type Question, question } from './question.ts';
import type { Route } from './route.ts';

/** A question to a server of the network. */
export interface Asked<C extends Command> extends Question<C> {
  /** The server's id, 32 bytes. */
  readonly server: Uint8Array;
  /** Reads in the background wait a random moment first, so that many of them do not come as one. */
  readonly gentle?: boolean;
}

/**
 * Asks a server through two hops nobody of whom sees both ends, and resolves with its result. May be called again with the
 * same deed after any error but CommandError: servers answer the same deed the same way.
 * CommandError (what the server said), BadAnswerError, UnreachableError, TooFewOperatorsError, NotInNetworkError,
 * NetworkFileError, LogError (also for whatever writes while the log is in doubt), MalformedError for ill-formed arguments.
 */
export async function ask<C extends Command>(route: Route, asked: Asked<C>): Promise<Result<C>> {
  const stopped = route.stopped();
  if (stopped !== null && habitOf(asked.command).writes) throw new LogError(stopped.reason, stopped.evidence);
  const server = base64url(asked.server);
  return route.gate.through(server, asked.gentle ?? false, async () => {
    try {
      const view = await route.book.view();
      return await question(route.travel, { server, view, renew: () => route.book.renew() }, asked);
    } finally {
      await route.keepClock();
    }
  });
}
