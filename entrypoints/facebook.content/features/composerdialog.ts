import type { Size } from '../frames.ts';
import { ABOVE, dim, type Host, makeHost } from '../host.ts';
import type { Overlay } from '../overlay.ts';

/** Our composer over the page. */
export interface Dialog {
  open(beside: Element | null): void;
  isOpen(): boolean;
  close(): void;
}

/** Where Facebook's own dialog would be: in the middle, 500 px wide, the page behind it dimmed and still. */
const WIDTH = 500;
const FIRST_HEIGHT = 448;

/** Shows the composer in a frame; `toFacebook` hears that its user would rather write to Facebook. */
export function openComposer(overlay: Overlay, toFacebook: () => void, signal: AbortSignal): Dialog {
  let life: AbortController | null = null;
  const close = () => {
    life?.abort();
    life = null;
  };
  signal.addEventListener('abort', close, { once: true });

  const open = (beside: Element | null) => {
    if (life !== null || signal.aborted) return;
    const mine = new AbortController();
    life = mine;
    const { host, box } = makeDialog();
    document.documentElement.append(host.element);
    const unlock = lockScroll();
    mine.signal.addEventListener('abort', () => {
      host.element.remove();
      unlock();
    });
    const closed = (elsewhere: boolean) => {
      close();
      if (elsewhere) toFacebook();
    };
    overlay.frames
      .open(
        box.root,
        { kind: 'composer', beside: beside ?? document.body, sized: sizeOf(box), closed },
        mine.signal,
      )
      .catch(close);
  };
  return { open, close, isOpen: () => life !== null };
}

function makeDialog(): { host: Host; box: Host } {
  const host = makeHost({
    ...ABOVE,
    inset: '0',
    display: 'grid',
    'place-items': 'center',
    background: dim(),
  });
  const box = makeHost({
    width: `min(${WIDTH}px, calc(100vw - 16px))`,
    height: `min(${FIRST_HEIGHT}px, calc(100vh - 32px))`,
    'border-radius': '8px',
    'box-shadow': '0 12px 28px rgba(0, 0, 0, 0.2), 0 2px 4px rgba(0, 0, 0, 0.1)',
    overflow: 'hidden',
  });
  host.root.append(box.element);
  return { host, box };
}

function sizeOf(box: Host): (size: Size) => void {
  return ({ height, width = WIDTH }) =>
    box.style({
      height: `min(${height}px, calc(100vh - 32px))`,
      width: `min(${width}px, calc(100vw - 16px))`,
    });
}

// As Facebook's own dialogs do. The page keeps its place; nothing of it is moved.
function lockScroll(): () => void {
  const { style } = document.documentElement;
  const before = [style.getPropertyValue('overflow'), style.getPropertyPriority('overflow')] as const;
  style.setProperty('overflow', 'hidden', 'important');
  return () => style.setProperty('overflow', ...before);
}
