import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { answer } from './answer.ts';
import { makeBuild } from './build.ts';
import { makeCertificate } from './certificate.ts';
import { makeRecorder, type Recorder } from './recorder.ts';
import { makeWorld } from './world.ts';

/** A running replica of facebook.com. Browsers reach it with `--host-resolver-rules='MAP *.facebook.com HOST:PORT'`. */
export interface Replica {
  readonly origin: 'https://www.facebook.com';
  readonly port: number;
  /** base64 SHA-256 of its key, for `--ignore-certificate-errors-spki-list`. */
  readonly spki: string;
  /** All that reached "Facebook". */
  readonly recorder: Recorder;
  /** Whom it takes a visitor for who has neither `?me=` nor its cookie; "Me Example" at first. */
  setName(name: string): void;
  stop(): Promise<void>;
}

/** Where it listens on this machine; port 0 or none takes a free one. */
export interface ReplicaOptions {
  readonly port?: number;
}

const LARGEST_BODY = 8 << 20;

/** Starts the replica with a fresh certificate, fresh class names and an empty memory. */
export async function startReplica({ port = 0 }: ReplicaOptions = {}): Promise<Replica> {
  const { key, cert, spki } = await makeCertificate();
  const recorder = makeRecorder();
  const build = makeBuild();
  const world = makeWorld();
  let name = 'Me Example';

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'https://www.facebook.com');
    const body = await bodyOf(request);
    if (url.pathname === '/ajax/log') recorder.addLog(body);
    else
      recorder.addRequest({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: flat(request),
        body,
      });
    const given = answer(
      { method: request.method ?? '', url, cookie: request.headers.cookie, body },
      build,
      world,
      name,
    );
    if (given.wait > 0) await wait(given.wait, undefined, { ref: false });
    response.writeHead(given.status, given.headers);
    response.end(given.body);
  };
  const server = createServer({ key, cert }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: 'https://www.facebook.com',
    port: (server.address() as AddressInfo).port,
    spki,
    recorder,
    setName: (given) => {
      name = given;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LARGEST_BODY) throw new Error('a request larger than the replica keeps');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function flat(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
}
