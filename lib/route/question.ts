import { bodySize } from '../crypto/envelope.ts';
import { classFor, type SizeClass } from '../crypto/header.ts';
import type { Answer } from '../protocol/body.ts';
import { type Args, type Command, check, type Result } from '../protocol/command.ts';
import { CommandError } from '../protocol/errors.ts';
import { BadAnswerError } from './errors.ts';
import { habitOf, LEAST } from './habits.ts';
import { type Errand, type Travel, travel } from './travel.ts';

/** A command's arguments, or what makes them for the minute of the envelope: a person's word signs it (wire 6). */
export type ArgsAt<C extends Command> = Args<C> | ((minute: number) => Args<C>);

/** A command to a server, as its definition types it. */
export interface Question<C extends Command> {
  readonly command: C;
  readonly args: ArgsAt<C>;
  /** The size class to ask in, where an answer of another size than usual is expected (habits.ts). */
  readonly class?: SizeClass;
}

/**
 * Asks over the route and reads the answer by the command's definition. One class up where the answer did not fit.
 * CommandError as the server said it (`too-large` where no class is large enough), BadAnswerError, MalformedError for
 * arguments that are not the command's, and what travel throws.
 */
export async function question<C extends Command>(
  way: Travel,
  to: Pick<Errand, 'server' | 'view' | 'renew'>,
  { command, args, class: wanted }: Question<C>,
): Promise<Result<C>> {
  const argsAt = (minute: number): object => check(command.args, isMaker(args) ? args(minute) : args);
  const sample = way.clock.minuteFor(to.server);
  const needed = classFor(bodySize({ c: command.name, t: sample, a: { ...argsAt(sample) } }));
  if (needed === null) throw new CommandError('too-large');
  const usual = wanted ?? habitOf(command).usual;
  for (let sizeClass: SizeClass = larger(larger(needed, usual), LEAST); ; sizeClass = oneUp(sizeClass)) {
    const answer = await travel(way, { ...to, command: command.name, args: argsAt, sizeClass });
    const grows = 'error' in answer && answer.error === 'too-large' && sizeClass < 3;
    if (!grows || habitOf(command).writes) return resultOf(command, answer);
  }
}

function isMaker<A>(args: A | ((minute: number) => A)): args is (minute: number) => A {
  return typeof args === 'function';
}

function larger(a: SizeClass, b: SizeClass): SizeClass {
  return a > b ? a : b;
}

function oneUp(sizeClass: SizeClass): SizeClass {
  return sizeClass === 0 ? 1 : sizeClass === 1 ? 2 : 3;
}

function resultOf<C extends Command>(command: C, answer: Answer): Result<C> {
  if ('error' in answer) throw new CommandError(answer.error, answer.detail);
  try {
    return check(command.result, answer.ok);
  } catch (cause) {
    throw new BadAnswerError(`not a result of ${command.name}`, { cause });
  }
}
