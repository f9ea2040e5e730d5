import type { Notice } from '../frames.ts';
import { ABOVE, makeHost } from '../host.ts';
import type { Overlay } from '../overlay.ts';

const WIDTH = 340;
const FIRST_HEIGHT = 80;

/**
 * A small frame at the bottom of the window that says one thing, until the signal. `dismissed`: the user closed it.
 */
export function showNotice(
  overlay: Overlay,
  notice: Notice,
  signal: AbortSignal,
  dismissed: () => void,
): void {
  if (signal.aborted) return;
  const host = makeHost({
    ...ABOVE,
    'inset-block-end': '16px',
    'inset-inline-start': '16px',
    width: `min(${WIDTH}px, calc(100vw - 32px))`,
    height: `${FIRST_HEIGHT}px`,
    'border-radius': '8px',
    'box-shadow': '0 12px 28px rgba(0, 0, 0, 0.2), 0 2px 4px rgba(0, 0, 0, 0.1)',
    overflow: 'hidden',
  });
  const remove = () => host.element.remove();
  document.documentElement.append(host.element);
  signal.addEventListener('abort', remove, { once: true });
  overlay.frames
    .open(
      host.root,
      {
        kind: 'notice',
        notice,
        beside: document.body ?? document.documentElement,
        sized: ({ height }) => host.style({ height: `${height}px` }),
        closed: () => {
          remove();
          dismissed();
        },
      },
      signal,
    )
    .catch(remove);
}
