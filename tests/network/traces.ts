import { watch } from 'node:fs';
import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes to be found, or what tells whether something is there. */
type Needle = Uint8Array | ((bytes: Buffer) => boolean);
/** What is searched for, by name. */
export type Needles = ReadonlyMap<string, Needle>;

/** A sockaddr_in of this IPv4 address: AF_INET, any port, the address, eight zeros. */
export function socketAddress(...address: [number, number, number, number]): Needle {
  const end = Buffer.from([...address, ...new Uint8Array(8)]);
  return (bytes) => {
    for (let at = bytes.indexOf(end); at >= 0; at = bytes.indexOf(end, at + 1))
      if (at >= 4 && bytes.readUInt16LE(at - 4) === 2) return true;
    return false;
  };
}

/** Names of the needles found in the bytes. */
export function findIn(haystack: Uint8Array, needles: Needles): string[] {
  const buffer = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.length);
  const there = (needle: Needle) =>
    needle instanceof Uint8Array ? buffer.includes(Buffer.from(needle)) : needle(buffer);
  return [...needles].filter(([, needle]) => there(needle)).map(([name]) => name);
}

/** Searches every file below a folder; `file: needle` for each find. */
export async function findOnDisk(folder: string, needles: Needles): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // a store may drop a file while we look
    const bytes = await readFile(path).catch(() => new Uint8Array(0));
    found.push(...findIn(bytes, needles).map((name) => `${path.slice(folder.length + 1)}: ${name}`));
  }
  return found;
}

/** Has a server with tests/network/snapshotting.ts in it collect and write its heap; the path of the snapshot. */
export async function snapshotOf(pid: number, dir: string): Promise<string> {
  const file = join(dir, `${pid}.heapsnapshot`);
  await rm(file, { force: true });
  const written = new Promise<void>((resolve) => {
    const watcher = watch(dir, (_event, name) => {
      if (name !== `${pid}.heapsnapshot`) return;
      watcher.close();
      resolve();
    });
  });
  process.kill(pid, 'SIGUSR2');
  await written;
  await stat(file);
  return file;
}

/** Sizes in bytes of all ArrayBuffers alive in a heap snapshot. */
export function bufferSizes(snapshot: string): number[] {
  const { snapshot: about, nodes, strings } = JSON.parse(snapshot);
  const fields: string[] = about.meta.node_fields;
  const [name, size] = [fields.indexOf('name'), fields.indexOf('self_size')];
  const wanted = strings.indexOf('system / JSArrayBufferData');
  const out: number[] = [];
  for (let at = 0; at < nodes.length; at += fields.length)
    if (nodes[at + name] === wanted) out.push(nodes[at + size]);
  return out;
}

/** Searches all the writable memory of a process: what is alive, and what was freed and not written over. Linux. */
export async function findInMemory(pid: number, needles: Needles): Promise<string[]> {
  const found = new Set<string>();
  const memory = await open(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of (await readFile(`/proc/${pid}/maps`, 'utf8')).split('\n')) {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      if (from === undefined || to === undefined) continue;
      for await (const piece of pieces(memory, Number.parseInt(from, 16), Number.parseInt(to, 16)))
        for (const name of findIn(piece, needles)) found.add(name);
    }
  } finally {
    await memory.close();
  }
  return [...found];
}

const PIECE = 16 * 1024 * 1024;
const OVERLAP = 4096;

/** A region in pieces that overlap, so that nothing hides on a border; what cannot be read is passed over. */
async function* pieces(
  memory: Awaited<ReturnType<typeof open>>,
  from: number,
  to: number,
): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(PIECE);
  for (let at = from; at < to; at += PIECE - OVERLAP) {
    const length = Math.min(PIECE, to - at);
    const read = await memory.read(buffer, 0, length, at).catch(() => null);
    if (read !== null) yield buffer.subarray(0, read.bytesRead);
  }
}
