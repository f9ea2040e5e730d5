import { findOne } from './find.ts';
import { BANNER, BELL } from './selectors.ts';

/** A place for our own bell, in px of the window. */
export interface Spot {
  readonly top: number;
  /** Distance of its outer edge from the window's end side (the right one, or in right-to-left pages the left one). */
  readonly end: number;
  readonly size: number;
}

const GAP = 8;

/** Facebook's bell, or null. */
export function facebookBell(doc: Document): Element | null {
  return findOne(doc, BELL);
}

/**
 * Where ours goes: in the row of Facebook's bell before the first control of its group, or below the bar where that room is
 * taken. Null while Facebook's bell has no size.
 */
export function spotBeside(bell: Element, doc: Document): Spot | null {
  const box = bell.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return null;
  const width = doc.documentElement.clientWidth;
  const rtl = doc.documentElement.dir === 'rtl' || doc.body?.dir === 'rtl';
  const group = bell.closest('[role="navigation"]') ?? bell;
  const controls = visibleBoxes(group, 'a, [role="button"], input');
  const endOf = (one: DOMRect) => (rtl ? one.left : width - one.right);
  const startOf = (one: DOMRect) => (rtl ? one.right : width - one.left);
  const end = Math.max(startOf(box), ...controls.map(startOf)) + GAP;
  const row = { top: box.top, end, size: box.height };
  const banner = findOne(doc, BANNER);
  const others = banner === null ? [] : visibleBoxes(banner, 'a, [role="button"], input, label');
  const taken = others.some(
    (one) =>
      !controls.some((own) => own.left === one.left && own.top === one.top) &&
      endOf(one) < end + box.height &&
      startOf(one) > end &&
      one.bottom > box.top &&
      one.top < box.bottom,
  );
  const fits = end + box.height + GAP <= width;
  if (!taken && fits) return row;
  const bottom = banner?.getBoundingClientRect().bottom ?? box.bottom;
  return { top: bottom + GAP, end: GAP * 2, size: box.height };
}

function visibleBoxes(root: Element, css: string): DOMRect[] {
  return [...root.querySelectorAll(css)]
    .map((one) => one.getBoundingClientRect())
    .filter(({ width, height }) => width > 1 && height > 1);
}
