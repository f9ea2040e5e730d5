import * as v from 'valibot';
import { Status } from '../../lib/native/messages.ts';
import { readConfig } from './config.ts';
import { frameOf, framesOf } from './frames.ts';
import type { Home } from './home.ts';
import { DaemonError, tryConnect } from './reach.ts';

const PATIENCE = 5000;

/**
 * Asks the daemon of a home as its user: how it is, to end, or to make a new transport key. The answer is its status; null
 * where none runs. Throws DaemonError where one runs and does not answer, HelperConfigError without settings.
 */
export async function askDaemon(home: Home, ask: 'status' | 'stop' | 'rotate'): Promise<Status | null> {
  const { key } = readConfig(home);
  const socket = await tryConnect(home);
  if (socket === null) return null;
  socket.on('error', () => undefined);
  const timer = setTimeout(() => socket.destroy(), PATIENCE);
  try {
    socket.write(`${key} control\n`);
    socket.write(frameOf({ ask }));
    for await (const frame of framesOf(socket)) return v.parse(Status, frame);
  } catch (cause) {
    throw new DaemonError('the daemon does not answer', { cause });
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
  throw new DaemonError('the daemon does not answer');
}
