import { answerSize } from '../crypto/answer.ts';
import { type Carrier, CarrierError } from './carrier.ts';

/** No answer frame is longer; a bundle of 8,192 keys with its network file is below the other. */
const LONGEST_ANSWER = answerSize(2, 3);
const LONGEST_BUNDLE = 24 * 1024 * 1024;

/**
 * A carrier on `fetch`: no cookies, no referrer, nothing cached, no redirects, and no more read than an answer can have.
 * `patience` in ms for a whole exchange. The browser's own headers are taken off by the extension's session rule.
 */
export function fetchCarrier(patience = 30_000, fetcher: typeof fetch = fetch): Carrier {
  const bring = async (url: string, init: RequestInit, longest: number): Promise<Uint8Array> => {
    const signal = AbortSignal.timeout(patience);
    try {
      const response = await fetcher(url, {
        ...init,
        signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        redirect: 'error',
        // otherwise Firefox adds a Priority header, and no rule of ours can take it off
        priority: 'high',
      });
      if (response.status !== 200) {
        await response.body?.cancel();
        throw new CarrierError('refused');
      }
      return await readUpTo(response, longest);
    } catch (cause) {
      if (cause instanceof CarrierError) throw cause;
      throw new CarrierError(signal.aborted ? 'timeout' : 'unreachable', { cause });
    }
  };
  return {
    post: (door, bytes) => {
      const headers = { 'content-type': 'application/octet-stream' };
      // fetch takes no view of a shared buffer: a copy is one of its own
      const body = Uint8Array.from(bytes);
      return bring(urlOf(door, '/v1/envelope'), { method: 'POST', headers, body }, LONGEST_ANSWER);
    },
    get: (door, path) => bring(urlOf(door, path), { method: 'GET' }, LONGEST_BUNDLE),
  };
}

function urlOf(door: string, path: string): string {
  return new URL(path, door).href;
}

/** The body, as long as it stays below the limit; past it nothing more is read: CarrierError `refused`. */
async function readUpTo(response: Response, longest: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > longest) {
      await reader.cancel();
      throw new CarrierError('refused');
    }
    pieces.push(value);
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
