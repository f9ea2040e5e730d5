import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below those a machine gives to whoever connects: a port that was free is not taken before it is listened at.
const [FIRST, LAST] = [10_000, 30_000];
const TRIES = 20;

/** The port asked for where it is free (0: none is), else any free one. */
export async function freePort(wanted: number, host = '127.0.0.1'): Promise<number> {
  for (let i = 0; i < TRIES; i += 1) {
    const port = i === 0 && wanted !== 0 ? wanted : randomInt(FIRST, LAST);
    if ((await listenable(port, host)) !== null) return port;
  }
  return (await listenable(0, host)) ?? 0;
}

function listenable(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, host, () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : null;
      server.close(() => resolve(found));
    });
  });
}
