import { packBytes } from './base64.ts';
import { type Answered, type Ask, HelperError } from './messages.ts';

/** As the faults of a carrier: `refused` is the door's or the helper's no. */
export type CarryFault = 'unreachable' | 'refused' | 'timeout';

/** The helper's HTTP client brought nothing back; whether the envelope was passed on is not known. */
export class CarryError extends Error {
  override name = 'CarryError';
  readonly fault: CarryFault;
  constructor(fault: CarryFault, options?: ErrorOptions) {
    super(`door ${fault}`, options);
    this.fault = fault;
  }
}

/** Sealed bytes out and back through the helper's HTTP client: no header of a browser. Both throw CarryError. */
export interface Carry {
  post(door: string, bytes: Uint8Array): Promise<Uint8Array>;
  get(door: string, path: string): Promise<Uint8Array>;
}

// the helper gives up at 30 s itself; this is for a helper that hangs
const PATIENCE = 35_000;

type AskDoor = <N extends 'post' | 'get'>(name: N, args: Ask<N>, patience: number) => Promise<Answered<N>>;

/** A carrier on requests to the helper. */
export function carryBy(ask: AskDoor): Carry {
  return {
    post: (door, bytes) =>
      bring(() => ask('post', { url: urlOf(door, '/v1/envelope'), body: packBytes(bytes) }, PATIENCE)),
    get: (door, path) => bring(() => ask('get', { url: urlOf(door, path) }, PATIENCE)),
  };
}

function urlOf(door: string, path: string): string {
  return new URL(path, door).href;
}

async function bring(asked: () => Promise<{ body: Uint8Array }>): Promise<Uint8Array> {
  try {
    return (await asked()).body;
  } catch (cause) {
    throw new CarryError(faultOf(cause), { cause });
  }
}

function faultOf(cause: unknown): CarryFault {
  if (!(cause instanceof HelperError)) return 'unreachable';
  if (cause.code === 'refused' || cause.code === 'too-large' || cause.code === 'malformed') return 'refused';
  return cause.code === 'timeout' ? 'timeout' : 'unreachable';
}
