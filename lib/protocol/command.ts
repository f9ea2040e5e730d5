import * as v from 'valibot';
import { decode, encode } from './codec.ts';
import { type Code, MalformedError } from './errors.ts';
import { isMap } from './shapes.ts';

type Shape = v.GenericSchema<unknown, object>;

/** One command of a server: the only place its name, arguments, result and errors are written. */
export interface Command<A extends Shape = Shape, R extends Shape = Shape> {
  readonly name: string;
  /** The role that answers. */
  readonly to: 'content' | 'id' | 'ad';
  /** Who may ask: users through anonymizers, or other servers with their word (`o`). */
  readonly from: 'users' | 'servers';
  /** What it does, for the specification. */
  readonly says: string;
  readonly args: A;
  readonly result: R;
  /** Errors besides those every command may give (malformed, unknown-command, stale, unavailable). */
  readonly errors: readonly Code[];
}

export type Args<C extends Command> = v.InferOutput<C['args']>;
export type Result<C extends Command> = v.InferOutput<C['result']>;

/** Writes a command down; the types of its arguments and result follow. */
export function defineCommand<const A extends Shape, const R extends Shape>(
  command: Command<A, R>,
): Command<A, R> {
  return command;
}

/** Checks a decoded value against a shape; throws MalformedError, saying nothing of the value. */
export function check<S extends v.GenericSchema>(shape: S, value: unknown): v.InferOutput<S> {
  // valibot takes an empty array, or no bytes, for an object without members
  if (shape.type === 'strict_object' && !isMap(value)) throw new MalformedError('malformed');
  const result = v.safeParse(shape, value, { abortEarly: true });
  if (!result.success) throw new MalformedError('malformed');
  return result.output;
}

/** Reads CBOR of a shape; throws MalformedError for anything else. */
export function decodeAs<S extends v.GenericSchema>(shape: S, bytes: Uint8Array): v.InferOutput<S> {
  return check(shape, decode(bytes));
}

/** Writes a value of a shape; throws MalformedError where it is not one, so that ill-formed messages cannot be made. */
export function encodeAs<S extends v.GenericSchema>(shape: S, value: v.InferInput<S>): Uint8Array {
  return encode(check(shape, value));
}
