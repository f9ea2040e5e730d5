import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';

// Loaded into servers by the tests alone (node --expose-gc --import): SIGUSR2 collects and writes a heap snapshot to
// $PEERWALL_SNAPSHOTS/<pid>.heapsnapshot. A file <pid>.plant there is taken into memory first, to be found.
const dir = process.env.PEERWALL_SNAPSHOTS ?? '';
const kept: unknown[] = [];

process.on('SIGUSR2', () => {
  const plant = join(dir, `${process.pid}.plant`);
  if (existsSync(plant)) {
    const { text, bytes, socket } = JSON.parse(readFileSync(plant, 'utf8'));
    kept.push({ text }, new Uint8Array(bytes), Uint8Array.from([...socket, ...new Uint8Array(8)]));
  }
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const file = join(dir, `${process.pid}.writing`);
  writeHeapSnapshot(file);
  renameSync(file, join(dir, `${process.pid}.heapsnapshot`));
});
