import type { Dispatcher } from 'undici';
import { HelperError, LONGEST_BROUGHT } from '../../../lib/native/messages.ts';
import { isLoopback } from './address.ts';

/** The helper's HTTP client, for sealed bytes and public files alone. */
export interface Door {
  /** Both throw HelperError `refused`, `timeout` or `unreachable`. */
  post(url: string, body: Uint8Array): Promise<Uint8Array>;
  get(url: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** No answer frame is longer: 256 KiB in its layers, with room. */
const LONGEST_ANSWER = 512 * 1024;
const PATIENCE = 30_000;

/** A client that says nothing of who asks: no user agent, no language, no cookie; and goes nowhere else than it was sent. */
export function openDoor(patience = PATIENCE): Door {
  let client: Promise<{ undici: typeof import('undici'); agent: Dispatcher }> | null = null;
  // loaded when first used: a helper that only brings letters does without
  const load = async () => {
    const undici = await import('undici');
    return { undici, agent: new undici.Agent({ connections: 32, pipelining: 1, keepAliveTimeout: 10_000 }) };
  };
  const bring = async (
    url: string,
    init: Pick<Dispatcher.RequestOptions, 'method' | 'body' | 'headers'>,
    most: number,
  ) => {
    const to = checkUrl(url);
    const signal = AbortSignal.timeout(patience);
    try {
      client ??= load();
      const { undici, agent } = await client;
      const { statusCode, body } = await undici.request(to, { ...init, signal, dispatcher: agent });
      return await readUpTo(body, statusCode === 200 ? most : 0);
    } catch (cause) {
      if (cause instanceof HelperError) throw cause;
      throw new HelperError(signal.aborted ? 'timeout' : 'unreachable', { cause });
    }
  };
  const headers = { 'content-type': 'application/octet-stream' };
  return {
    post: (url, body) => bring(url, { method: 'POST', headers, body }, LONGEST_ANSWER),
    get: (url) => bring(url, { method: 'GET' }, LONGEST_BROUGHT),
    close: async () => await (await client)?.agent.destroy(),
  };
}

/** Doors only: https, or http on this machine; a path below /v1/; no name, password or fragment. Throws HelperError `refused`. */
function checkUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !isDoor(url)) throw new HelperError('refused');
  return url;
}

function isDoor({ protocol, hostname, pathname, username, password, hash }: URL): boolean {
  if (username !== '' || password !== '' || hash !== '') return false;
  if (!/^\/v1\/[\w./-]+$/.test(pathname)) return false;
  const ip = hostname.replace(/^\[|\]$/g, '');
  return protocol === 'https:' || (protocol === 'http:' && (hostname === 'localhost' || isLoopback(ip)));
}

async function readUpTo(body: Dispatcher.ResponseData['body'], most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > most) break;
    pieces.push(piece);
  }
  if (length > most || most === 0) {
    body.destroy();
    throw new HelperError('refused');
  }
  return new Uint8Array(Buffer.concat(pieces));
}
