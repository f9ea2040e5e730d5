import { OUTLINES } from './outlines.js';
import { h } from './vnode.js';

/**
 * A drawn icon of one colour.
 * @param {string} name of `outlines.js`
 * @param {number} size in pixels
 * @param {Record<string, any>} more attributes of the svg element; `fill` makes it solid
 */
export function icon(name, size = 20, more = {}) {
  const props = { width: size, height: size, viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor' };
  const line = {
    'stroke-width': 2,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  };
  return h(
    'svg',
    { ...props, ...line, ...more },
    OUTLINES[name].map(([tag, shape]) => h(tag, shape)),
  );
}

/** The replica's own mark: a disc with a ring, no letter. */
export function mark() {
  return h(
    'svg',
    { width: 40, height: 40, viewBox: '0 0 40 40', 'aria-hidden': 'true' },
    h('circle', { cx: 20, cy: 20, r: 20, fill: 'var(--accent)' }),
    h('circle', { cx: 20, cy: 20, r: 9, fill: 'none', stroke: '#fff', 'stroke-width': 4 }),
    h('circle', { cx: 27, cy: 13, r: 4, fill: '#fff' }),
  );
}

const THUMB =
  'M8.5 8.1V15c0 .5.3.7.7.8l3.1.3c.9 0 1.5-.5 1.7-1.3l.8-3.3c.2-1-.4-1.8-1.4-1.8h-2.2l.4-2.1c.2-1-.3-1.8-1.1-1.8-.5 0-.7.3-.8.8zM5 8.6h2.3v7H5z';
const HEART =
  'M10 15.3S4.8 12.1 4.8 8.6c0-1.8 1.3-3 2.7-3 1.1 0 2 .6 2.5 1.6.5-1 1.4-1.6 2.5-1.6 1.4 0 2.7 1.2 2.7 3 0 3.5-5.2 6.7-5.2 6.7z';

/** A small round reaction: like, love or haha. @param {'like'|'love'|'haha'} kind @param {number} size */
export function reaction(kind, size = 18) {
  const svg = (/** @type {any[]} */ ...inner) =>
    h('svg', { width: size, height: size, viewBox: '0 0 20 20', 'aria-hidden': 'true' }, inner);
  if (kind === 'like') {
    return svg(
      h('circle', { cx: 10, cy: 10, r: 10, fill: '#1877F2' }),
      h('path', { d: THUMB, fill: '#fff' }),
    );
  }
  if (kind === 'love') {
    return svg(
      h('circle', { cx: 10, cy: 10, r: 10, fill: '#F33E58' }),
      h('path', { d: HEART, fill: '#fff' }),
    );
  }
  return svg(
    h('circle', { cx: 10, cy: 10, r: 10, fill: '#F7B125' }),
    h('path', { d: 'M4.6 10.6h10.8a5.4 5.4 0 0 1-10.8 0z', fill: '#6b3a0a' }),
    h('path', {
      d: 'M5 8.2q1.4-1.8 2.9 0M12.1 8.2q1.4-1.8 2.9 0',
      stroke: '#6b3a0a',
      'stroke-width': 1.2,
      fill: 'none',
    }),
  );
}
