import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below those a machine gives to whoever connects: a port that was free is not taken before it is listened at.
const [FIRST, LAST] = [10_000, 30_000];
const TRIES = 20;

let next = randomInt(FIRST, LAST);

/**
 * The port asked for where it is free (0: none is), else any free one. None is given twice in a row by one process: it may be
 * listened at only seconds later.
 */
export async function freePort(wanted: number, host = '127.0.0.1'): Promise<number> {
  for (let i = 0; i < TRIES; i += 1) {
    const port = i === 0 && wanted !== 0 ? wanted : following();
    if ((await listenable(port, host)) !== null) return port;
  }
  return (await listenable(0, host)) ?? 0;
}

function following(): number {
  next = next + 1 < LAST ? next + 1 : FIRST;
  return next;
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
