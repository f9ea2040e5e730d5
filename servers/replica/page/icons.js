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

/** Mouth and eyes of the yellow faces. @type {Record<string, any[]>} */
const FACES = {
  haha: [
    ['path', { d: 'M4.6 10.6h10.8a5.4 5.4 0 0 1-10.8 0z', fill: '#6b3a0a' }],
    [
      'path',
      {
        d: 'M5 8.2q1.4-1.8 2.9 0M12.1 8.2q1.4-1.8 2.9 0',
        stroke: '#6b3a0a',
        'stroke-width': 1.2,
        fill: 'none',
      },
    ],
  ],
  wow: [
    ['ellipse', { cx: 10, cy: 13.6, rx: 2.2, ry: 2.9, fill: '#6b3a0a' }],
    [
      'path',
      { d: 'M6.6 8.2h.01M13.4 8.2h.01', stroke: '#6b3a0a', 'stroke-width': 2.2, 'stroke-linecap': 'round' },
    ],
    [
      'path',
      {
        d: 'M5 5.6q1.4-1.4 2.8-.6M15 5.6q-1.4-1.4-2.8-.6',
        stroke: '#6b3a0a',
        'stroke-width': 0.9,
        fill: 'none',
      },
    ],
  ],
  sad: [
    [
      'path',
      {
        d: 'M7 14.6q3-2.6 6 0',
        stroke: '#6b3a0a',
        'stroke-width': 1.2,
        fill: 'none',
        'stroke-linecap': 'round',
      },
    ],
    [
      'path',
      { d: 'M6.6 9.6h.01M13.4 9.6h.01', stroke: '#6b3a0a', 'stroke-width': 2, 'stroke-linecap': 'round' },
    ],
    ['path', { d: 'M14.6 11.4q1.5 2.2 0 2.9-1.5-.7 0-2.9z', fill: '#3f9bf4' }],
  ],
  angry: [
    ['path', { d: 'M7.2 14.4h5.6', stroke: '#4a1d05', 'stroke-width': 1.3, 'stroke-linecap': 'round' }],
    [
      'path',
      { d: 'M6.8 11h.01M13.2 11h.01', stroke: '#4a1d05', 'stroke-width': 2, 'stroke-linecap': 'round' },
    ],
    [
      'path',
      {
        d: 'M4.8 8l3.6 1.6M15.2 8l-3.6 1.6',
        stroke: '#4a1d05',
        'stroke-width': 1.2,
        'stroke-linecap': 'round',
      },
    ],
  ],
};
const SIGNS = { like: ['#1877F2', THUMB], love: ['#F33E58', HEART] };

/**
 * A round reaction: like, love, haha, wow, sad or angry.
 * @param {string} kind
 * @param {number} size in pixels
 */
export function reaction(kind, size = 18) {
  const sign = SIGNS[kind];
  const ground = sign?.[0] ?? (kind === 'angry' ? '#E9710F' : '#F7B125');
  const shapes = sign ? [['path', { d: sign[1], fill: '#fff' }]] : FACES[kind];
  return h(
    'svg',
    { width: size, height: size, viewBox: '0 0 20 20', 'aria-hidden': 'true' },
    h('circle', { cx: 10, cy: 10, r: 10, fill: ground }),
    shapes.map(([tag, shape]) => h(tag, shape)),
  );
}
