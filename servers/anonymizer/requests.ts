import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { writeFailure } from '../../lib/crypto/answer.ts';
import { classOfEnvelope } from '../../lib/crypto/header.ts';
import { Bucket, type Limits } from './limits.ts';

/** What the door's requests need. */
export interface DoorWork {
  readonly limits: Limits;
  /** Envelopes a second on one connection. */
  readonly perConnection: number;
  now(): number;
  passOn(envelope: Uint8Array): Promise<Uint8Array>;
  /** The bundle of the day as JSON; null where none is known yet. */
  bundle(): Uint8Array | null;
  busy(): void;
}

const EXTENSION = /^(chrome|moz)-extension:\/\//;
/** The same for every extension: nothing of the asking one comes back. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '86400',
};
const EMPTY = new Uint8Array(0);

/** Answers the door's requests (wire 2, "Door"). Of a request its path, length and Origin are looked at, and nothing is kept. */
export function doorListener(work: DoorWork): RequestListener {
  // tied to the open connection, gone with it
  const buckets = new WeakMap<Socket, Bucket>();
  const bucketOf = (socket: Socket): Bucket => {
    const bucket = buckets.get(socket) ?? new Bucket(work.perConnection, work.now());
    buckets.set(socket, bucket);
    return bucket;
  };
  return (request, response) => {
    response.sendDate = false;
    const origin = request.headers.origin;
    if (origin !== undefined && !EXTENSION.test(origin)) return refuse(request, response, 403);
    if (origin !== undefined)
      for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    const way = `${request.method} ${request.url}`;
    if (way === 'POST /v1/envelope')
      return void answerEnvelope(work, bucketOf(request.socket), request, response);
    if (way === 'GET /v1/bundle') return answerBundle(work, request, response);
    if (request.method === 'OPTIONS' && origin !== undefined) return refuse(request, response, 204);
    refuse(request, response, 404);
  };
}

function answerBundle(work: DoorWork, request: IncomingMessage, response: ServerResponse): void {
  const json = work.bundle();
  request.resume();
  if (json === null) refuse(request, response, 503);
  else send(response, 200, 'application/json', json);
}

async function answerEnvelope(
  work: DoorWork,
  bucket: Bucket,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const length = Number(request.headers['content-length']);
  if (classOfEnvelope(2, length) === null) return refuse(request, response, 413);
  const envelope = await readBody(request, length).catch(() => null);
  if (envelope === null) return void request.socket.destroy();
  const answer = bucket.take(work.now()) ? await work.limits.within(() => work.passOn(envelope)) : null;
  envelope.fill(0);
  if (answer === null) work.busy();
  send(response, 200, 'application/octet-stream', answer ?? writeFailure('busy'));
}

/** The body of exactly this length; rejects where the connection ends before. The pieces it came in are wiped. */
async function readBody(request: IncomingMessage, length: number): Promise<Uint8Array> {
  const out = new Uint8Array(length);
  let at = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    out.set(piece, at);
    at += piece.length;
    piece.fill(0);
  }
  if (at !== length) throw new RangeError('body ended early');
  return out;
}

/** An empty answer after which the connection ends: what was sent with it is not read to its end. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume();
  if (status !== 204) response.setHeader('connection', 'close');
  send(response, status, null, EMPTY);
}

function send(response: ServerResponse, status: number, type: string | null, body: Uint8Array): void {
  response.setHeader('cache-control', 'no-store');
  if (type !== null) response.setHeader('content-type', type);
  if (status !== 204) response.setHeader('content-length', body.length);
  response.writeHead(status);
  response.end(body);
}
