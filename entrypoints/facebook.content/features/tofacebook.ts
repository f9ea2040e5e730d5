import type { Overlay } from '../overlay.ts';
import { showNotice } from './notices.ts';

/** So long, in ms, the next click on Facebook's trigger is Facebook's. */
const WINDOW = 10_000;

/** The way past us that the user asked for: once, and shown as long as it is open. */
export interface Pass {
  start(): void;
  passes(): boolean;
  done(): void;
}

/** Makes the way past us, closed at first. */
export function passOnce(overlay: Overlay, signal: AbortSignal): Pass {
  let life: AbortController | null = null;
  const done = () => {
    life?.abort();
    life = null;
  };
  signal.addEventListener('abort', done, { once: true });
  const start = () => {
    done();
    const mine = new AbortController();
    life = mine;
    const timer = setTimeout(done, WINDOW);
    mine.signal.addEventListener('abort', () => clearTimeout(timer));
    showNotice(overlay, 'to-facebook', mine.signal, done);
  };
  return { start, done, passes: () => life !== null };
}
