import { facebookBell, type Spot, spotBeside } from '../../../lib/site/facebook/bell.ts';
import { ABOVE, type Host, makeHost } from '../host.ts';
import type { Feature, Overlay } from '../overlay.ts';

/** So long, in ms, it is not made anew after it was taken out. */
const REST = 2000;

/** A bell of our own beside Facebook's, over the page: never among Facebook's elements. */
export const bell: Feature = {
  name: 'bell',
  on: ['home', 'permalink', 'profile', 'group', 'notifications', 'messages', 'other'],
  stays: [],
  start(overlay, signal) {
    overlay.health.expect('bell', signal);
    let host: Host | null = null;
    let life = new AbortController();
    let size: Open | null = null;
    let rests = 0;
    let waits: ReturnType<typeof setTimeout> | undefined;
    const place = () => {
      const beside = facebookBell(document);
      const spot = beside === null ? null : spotBeside(beside, document);
      if (beside === null || spot === null) {
        if (host !== null) host.style({ visibility: 'hidden' });
        return;
      }
      if (host?.element.isConnected !== true) {
        const rest = rests - performance.now();
        if (rest > 0) {
          clearTimeout(waits);
          waits = setTimeout(overlay.changes.touch, rest);
          return;
        }
        rests = performance.now() + REST;
        life.abort();
        life = new AbortController();
        host = makeHost({ ...ABOVE, display: 'block' });
        size = null;
        document.documentElement.append(host.element);
        mount(overlay, host, beside, life.signal, (open) => {
          size = open;
          place();
        });
        overlay.health.report('bell', 'working');
      }
      host.style({ visibility: 'visible', ...boxAt(spot, size) });
    };
    const leave = () => {
      life.abort();
      clearTimeout(waits);
      host?.element.remove();
    };
    signal.addEventListener('abort', leave, { once: true });
    overlay.changes.each(place, signal);
  },
};

interface Open {
  width: number;
  height: number;
}
type Opened = (open: Open | null) => void;

/** Closed, the frame has its button in its middle; open, in its upper outer corner, so far from both edges. */
const CLOSED = 48;
const CORNER = 8;

// The button stays where it is when the popover opens.
function boxAt(spot: Spot, open: Open | null): Record<string, string> {
  const inset = open === null ? (CLOSED - spot.size) / 2 : CORNER;
  const { width, height } = open ?? { width: CLOSED, height: CLOSED };
  const end = open === null ? spot.end - inset : fitting(spot.end - inset, width);
  return {
    top: `${spot.top - inset}px`,
    [endSide()]: `${end}px`,
    width: `min(${width}px, 100vw)`,
    height: `min(${height}px, calc(100vh - ${Math.max(0, spot.top - inset)}px))`,
  };
}

// The frame says how large it is while its popover is open; closed it is as large as Facebook's bell.
function mount(overlay: Overlay, host: Host, beside: Element, signal: AbortSignal, opened: Opened): void {
  const sized = ({
    open,
    width,
    height,
  }: {
    open?: boolean | undefined;
    width?: number | undefined;
    height: number;
  }) => opened(open === true ? { width: width ?? 360, height } : null);
  overlay.frames
    .open(host.root, { kind: 'bell', beside, sized, closed: () => host.element.remove() }, signal)
    .catch(() => host.element.remove());
}

function endSide(): 'left' | 'right' {
  return getComputedStyle(document.documentElement).direction === 'rtl' ? 'left' : 'right';
}

// An open popover stays inside a narrow window.
function fitting(end: number, width: number): number {
  return Math.max(0, Math.min(end, document.documentElement.clientWidth - width));
}
