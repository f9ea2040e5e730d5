import { createServer } from 'node:net';

/** The port asked for where it is free, else any free one. */
export async function freePort(wanted: number, host = '127.0.0.1'): Promise<number> {
  return (await listenable(wanted, host)) ?? (await listenable(0, host)) ?? 0;
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
