import { moreStories } from './api.js';
import { boot } from './boot.js';
import { Card } from './card.js';
import { useBox, useEffect, useState } from './hooks.js';
import { label } from './labels.js';
import { state, useStore } from './store.js';
import { h } from './vnode.js';

/** How many units have elements at a time; the element of the one that leaves is used again for the one that comes. */
const WINDOW = 24;
const GUESS = 560;
const GAP = 16;

/** The list of the home page, in the shape its cohort has. */
export function Feed() {
  const { stories, total } = useStore();
  const [first, setFirst] = useState(0);
  const [live, setLive] = useState('0-4');
  const heights = useBox(new Map());
  const list = useBox(null);
  const known = { first, count: stories.length, live };
  const latest = useBox(known);
  latest.value = known;

  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const seen = measure(list.value, heights.value, latest.value);
      setFirst(seen.first);
      setLive(seen.live);
      if (seen.first + WINDOW > latest.value.count - 6 && seen.near) moreStories();
    };
    const plan = () => {
      frame ||= requestAnimationFrame(look);
    };
    addEventListener('scroll', plan, { passive: true });
    addEventListener('resize', plan);
    const timer = setInterval(plan, 1000);
    if (stories.length === 0) moreStories();
    return () => {
      removeEventListener('scroll', plan);
      removeEventListener('resize', plan);
      clearInterval(timer);
      cancelAnimationFrame(frame);
    };
  }, []);

  const [from, to] = live.split('-').map(Number);
  const above = stories.slice(0, first).reduce((sum, story) => sum + heightOf(story, heights.value) + GAP, 0);
  const below = stories
    .slice(first + WINDOW)
    .reduce((sum, story) => sum + heightOf(story, heights.value) + GAP, 0);
  const units = stories.slice(first, first + WINDOW).map((story, i) => {
    const index = first + i;
    const shown = index >= from && index <= to;
    return Unit(story, index, shown, heightOf(story, heights.value));
  });
  const more = stories.length < total || total === 0;
  return Frame(
    [
      above > 0 && h('div', { key: 'above', style: `height:${above}px` }),
      units,
      below > 0 && h('div', { key: 'below', style: `height:${below}px` }),
      more &&
        h(
          'div',
          {
            key: 'loading',
            'aria-label': label('loading'),
            role: 'status',
            'data-visualcompletion': 'loading-state',
            tabindex: '-1',
          },
          skeleton(),
          stories.length === 0 && skeleton(),
        ),
    ],
    (/** @type {Element} */ element) => {
      list.value = element;
    },
  );
}

/** Heading and container around the units, per cohort. @param {any[]} units @param {(element: Element) => void} ref */
function Frame(units, ref) {
  const heading = { dir: 'auto', class: 'unseen' };
  if (boot.cohort === 'A')
    return h('div', { role: 'feed' }, h('h3', heading, label('feedHeading')), h('div', { $ref: ref }, units));
  return h(
    'div',
    null,
    h(boot.cohort === 'C' ? 'h2' : 'h3', heading, label('feedHeading')),
    h('div', { class: 'feed-list', $ref: ref }, units),
  );
}

/** @param {any} story @param {number} index @param {boolean} shown @param {number} height */
function Unit(story, index, shown, height) {
  const card = h(Card, { story, index, shown, height });
  const wrapped = h(
    'div',
    { class: 'unit' },
    h('div', { class: 'card-outer', $strict: true }, h('div', null, h('div', null, card))),
  );
  const props = {
    key: `slot${index % WINDOW}`,
    'data-pagelet': boot.cohort === 'A' ? `FeedUnit_${index}` : undefined,
  };
  return h('div', props, boot.cohort === 'A' ? h('div', null, wrapped) : wrapped);
}

function skeleton() {
  const line = (/** @type {string} */ style) => h('div', { class: 'bone', style });
  return h(
    'div',
    { class: 'card-outer skeleton' },
    h('div', { class: 'bone bone-face' }),
    line('width:40%'),
    line('width:90%'),
    line('width:75%'),
  );
}

/**
 * Looks where the units are: which are near enough to have content, and whether the window must move.
 * @param {Element} list
 * @param {Map<string, number>} heights of units by story, filled here
 * @param {{first: number, count: number, live: string}} known
 */
function measure(list, heights, { first, count, live }) {
  const units = [...list.querySelectorAll('[data-virtualized]')];
  const height = innerHeight;
  let from = -1;
  let to = -1;
  units.forEach((unit, i) => {
    const box = unit.getBoundingClientRect();
    const id = state.stories[first + i]?.id ?? '';
    if (unit.getAttribute('data-virtualized') === 'false' && id !== '') heights.set(id, box.height);
    if (box.bottom < -1.2 * height || box.top > 2.2 * height) return;
    if (from < 0) from = first + i;
    to = first + i;
  });
  if (from < 0) return { first: nearest(list, heights, count), live, near: true };
  const atEdge = from < first + 3 || to > first + WINDOW - 4;
  const middle = Math.round((from + to) / 2 - WINDOW / 2);
  const next = atEdge ? Math.max(0, Math.min(count - WINDOW, middle)) : first;
  return { first: next, live: `${from}-${to}`, near: to >= count - 8 };
}

/**
 * Where the window belongs after a far jump, by the heights the empty space was made of.
 * @param {Element} list
 * @param {Map<string, number>} heights
 * @param {number} count
 */
function nearest(list, heights, count) {
  let above = -list.getBoundingClientRect().top;
  let at = 0;
  for (; at < count && above > 0; at += 1) above -= heightOf(state.stories[at], heights) + GAP;
  return Math.max(0, Math.min(count - WINDOW, at - 8));
}

/** @param {any} story @param {Map<string, number>} heights */
function heightOf(story, heights) {
  return heights.get(story.id) ?? GUESS;
}
