import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** nats-server is missing or too old; the message says what to do. */
export class NatsServerMissingError extends Error {
  override name = 'NatsServerMissingError';
}

export interface NatsVersion {
  major: number;
  minor: number;
  patch: number;
}

/** Version of the nats-server `binary` (default: the one on the PATH). Throws NatsServerMissingError. */
export async function natsVersion(binary = 'nats-server'): Promise<NatsVersion> {
  let text: string;
  try {
    text = (await promisify(execFile)(binary, ['--version'])).stdout;
  } catch (error) {
    throw missing(`${binary} cannot be run`, error);
  }
  const [, major, minor, patch] = /v(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  if (major === undefined) throw missing(`${binary} does not tell its version`);
  const version = { major: Number(major), minor: Number(minor), patch: Number(patch) };
  if (!atLeast(version, 2, 9)) throw missing(`${binary} is ${major}.${minor}.${patch}`);
  return version;
}

/** Whether a version is the given one or newer. */
export function atLeast(version: NatsVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}

function missing(what: string, cause?: unknown): NatsServerMissingError {
  return new NatsServerMissingError(
    `${what}: install nats-server 2.9 or newer: apt-get install nats-server`,
    { cause },
  );
}
