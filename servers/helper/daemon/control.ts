import type { Socket } from 'node:net';
import type { Status } from '../../../lib/native/messages.ts';
import { frameOf, framesOf } from '../frames.ts';

/** What the user's own commands may ask of the daemon. */
export interface Control {
  status(): Status;
  stop(): void;
  /** A new transport key. */
  rotate(): Promise<void>;
}

/** Answers one question of a command, and hangs up. */
export function serveControl(socket: Socket, control: Control): void {
  answer(socket, control).catch(() => socket.destroy());
}

async function answer(socket: Socket, control: Control): Promise<void> {
  for await (const frame of framesOf(socket, 1024)) {
    const asked = typeof frame === 'object' && frame !== null && 'ask' in frame ? frame.ask : null;
    if (asked === 'rotate') await control.rotate();
    socket.end(frameOf(asked === 'status' || asked === 'stop' || asked === 'rotate' ? control.status() : {}));
    if (asked === 'stop') control.stop();
    return;
  }
}
