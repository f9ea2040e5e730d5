import type { Frames } from './frames.ts';
import { setStyle } from './host.ts';

/** How often it is looked, in ms: less than a person needs to see something and click on it. */
const PACE = 200;

/**
 * A page may cut or mask what stands around a frame, so that only a button of it is left to be seen, with other words beside it.
 * The browser's own word on visibility knows covers, fading and moves, but not these (measured in Chromium 156); so such a
 * frame is hidden altogether, and then the browser knows.
 */
export function watchDisguise(frames: Frames, signal: AbortSignal): void {
  const look = () => {
    if (document.visibilityState !== 'visible') return;
    for (const iframe of frames.all()) {
      if (!iframe.isConnected || !isOnScreen(iframe)) continue;
      setStyle(iframe, { visibility: isCut(iframe) ? 'hidden' : 'visible' });
    }
  };
  const timer = setInterval(look, PACE);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

function isOnScreen(element: Element): boolean {
  const { top, bottom, height } = element.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < window.innerHeight;
}

function isCut(iframe: Element): boolean {
  for (let at: Element | null = iframe; at !== null; at = above(at)) {
    const style = getComputedStyle(at);
    if (style.clipPath !== 'none' || (style.clip !== 'auto' && style.clip !== '')) return true;
    if (style.maskImage !== 'none' && style.maskImage !== '') return true;
    if (style.mixBlendMode !== 'normal') return true;
  }
  return false;
}

function above(element: Element): Element | null {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}
