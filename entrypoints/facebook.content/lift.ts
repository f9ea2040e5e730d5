import { dim, setStyle } from './host.ts';

/**
 * Puts a frame over everything of the page, where its room is, and dims what is around it. The browser takes a frame for
 * covered as soon as anything lies over a part of it; Facebook's bar lies over each that was scrolled below it.
 */
export function lift(iframe: HTMLIFrameElement): void {
  if (iframe.popover !== null || !iframe.isConnected) return;
  iframe.popover = 'manual';
  iframe.showPopover();
  setStyle(iframe, { position: 'absolute', 'box-shadow': `0 0 0 200vmax ${dim()}` });
  follow(iframe);
}

/** Puts it back into its room. */
export function lower(iframe: HTMLIFrameElement): void {
  if (iframe.popover === null) return;
  iframe.popover = null;
  setStyle(iframe, { position: 'static', 'box-shadow': 'none', width: '100%', height: '100%' });
}

// What the page moves meanwhile, and what the frame itself wants, is followed picture by picture.
function follow(iframe: HTMLIFrameElement): void {
  const root = iframe.getRootNode();
  if (iframe.popover === null || !(root instanceof ShadowRoot)) return;
  const { top, left, width, height } = root.host.getBoundingClientRect();
  setStyle(iframe, {
    top: `${top + scrollY}px`,
    left: `${left + scrollX}px`,
    width: `${width}px`,
    height: `${height}px`,
  });
  requestAnimationFrame(() => follow(iframe));
}
