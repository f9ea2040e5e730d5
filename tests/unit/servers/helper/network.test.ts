import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openNetwork } from '../../../../servers/helper/daemon/network.ts';
import { homeAt } from '../../../../servers/helper/home.ts';
import { freePort } from '../../../../servers/ports.ts';

const HOST = '127.0.0.1';

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

it('keys that change at the same moment leave one node, and none when it is stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'peerwall-network-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const port = await freePort(0);
  const network = await openNetwork({
    home: homeAt(folder),
    config: { extensions: [], listen: HOST, port, key: '' },
    log: () => undefined,
    mayCome: () => false,
    answer: () => ({ is: 'refused' }),
    onPeer: () => undefined,
  });
  const changes = [network.rotate(), network.rotate(), network.look(Date.now())];
  await Promise.all(changes);
  expect(network.listening()).toBe(true);
  const last = network.rotate();
  await network.stop();
  await last;
  expect(await isFree(port)).toBe(true);
});
