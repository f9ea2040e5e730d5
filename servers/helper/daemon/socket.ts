import { timingSafeEqual } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { type Home, makeSocketFolder } from '../home.ts';

/** As what somebody comes: an extension through its host, or a command of this user. */
export type Caller = 'client' | 'control';

const PATIENCE = 5000;
/** 64 hex digits, a space, the word, a line's end. */
const LONGEST_LINE = 80;
const MOST = 64;

/**
 * Listens where host and commands come. Who does not say the home's key first is dropped: the folder keeps other users
 * out, the key other programs that may connect and not read.
 */
export async function openSocket(
  home: Home,
  key: string,
  onCaller: (socket: Socket, caller: Caller) => void,
  onRefused: () => void,
): Promise<Server> {
  makeSocketFolder(home);
  if (process.platform !== 'win32') rmSync(home.socket, { force: true });
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    greet(socket, key).then(
      (caller) => onCaller(socket, caller),
      () => {
        socket.destroy();
        onRefused();
      },
    );
  });
  server.maxConnections = MOST;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(home.socket, resolve);
  });
  if (process.platform !== 'win32') chmodSync(home.socket, 0o600);
  return server;
}

/** Reads the first line; rejects where it is not the key and a caller's word. What follows stays in the stream. */
function greet(socket: Socket, key: string): Promise<Caller> {
  return new Promise((resolve, reject) => {
    let held = Buffer.alloc(0);
    const refuse = (): void => done(() => reject(new Error('refused')));
    const timer = setTimeout(refuse, PATIENCE);
    const done = (then: () => void): void => {
      clearTimeout(timer);
      socket.off('data', read);
      socket.off('close', refuse);
      socket.pause();
      then();
    };
    const read = (piece: Buffer): void => {
      held = Buffer.concat([held, piece]);
      const end = held.indexOf(10);
      if (end < 0 && held.length < LONGEST_LINE) return;
      const caller = end < 0 ? null : callerOf(held.subarray(0, end).toString('latin1'), key);
      if (caller === null) {
        refuse();
        return;
      }
      const rest = held.subarray(end + 1);
      done(() => resolve(caller));
      if (rest.length > 0) socket.unshift(rest);
    };
    socket.on('data', read);
    socket.on('close', refuse);
  });
}

function callerOf(line: string, key: string): Caller | null {
  const [said = '', word] = line.split(' ');
  const right =
    said.length === key.length && timingSafeEqual(Buffer.from(said, 'latin1'), Buffer.from(key, 'latin1'));
  if (!right) return null;
  return word === 'client' || word === 'control' ? word : null;
}
