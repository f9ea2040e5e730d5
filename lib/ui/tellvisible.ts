import { visible } from '../messages/requests/frame.ts';
import type { Surface } from './surface.ts';

/** Tells the background whether this document is on the screen, now and whenever that changes. Answers what ends it. */
export function tellVisible(ask: Surface['ask']): () => void {
  const tell = () =>
    void ask(visible, { visible: document.visibilityState === 'visible' }).catch(() => undefined);
  tell();
  document.addEventListener('visibilitychange', tell);
  return () => document.removeEventListener('visibilitychange', tell);
}
