import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface DoorOptions {
  host: string;
  port: number;
  cert?: string;
  key?: string;
  /** Open connections at once. */
  connections: number;
  /** Other times than usual, in ms. */
  times?: Partial<typeof TIMES>;
}

/** A listening door. */
export interface Door {
  /** e.g. http://127.0.0.1:8080 */
  readonly url: string;
  /** Takes no more connections, lets those with a request under way finish, and ends. */
  close(): Promise<void>;
}

/** Whoever sends slowly is cut off: a header has 5 s, a whole request 15 s, an idle connection 10 s. */
const TIMES = {
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
};
const LIMITS = { maxHeaderSize: 8_192, insecureHTTPParser: false };
const BAD = 'HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/** Opens the door: HTTPS with a certificate, plain HTTP without (loopback, or behind a load balancer). Throws where it cannot listen. */
export async function openDoor(options: DoorOptions, listener: RequestListener): Promise<Door> {
  const server = await makeServer(options, listener);
  server.maxConnections = options.connections;
  server.maxHeadersCount = 64;
  server.maxRequestsPerSocket = 1_000;
  server.on('clientError', (_error, socket: Socket) => {
    if (socket.writable) socket.end(BAD);
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });
  return { url: urlOf(server, options), close: () => close(server) };
}

async function makeServer(options: DoorOptions, listener: RequestListener): Promise<Server> {
  const { cert, key } = options;
  const times = { ...TIMES, ...options.times };
  if (cert === undefined || key === undefined) return createServer({ ...times, ...LIMITS }, listener);
  const pem = { cert: await readFile(cert), key: await readFile(key) };
  return createSecureServer(
    { ...times, ...LIMITS, ...pem, handshakeTimeout: times.headersTimeout },
    listener,
  );
}

function urlOf(server: Server, options: DoorOptions): string {
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return `${options.cert === undefined ? 'http' : 'https'}://${host}:${port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
