import { go } from './route.js';
import { state } from './store.js';
import { openComposer } from './trigger.js';

/** The table the page carries in `data-at-shortcutkeys`. */
export const SHORTCUTS = {
  '?': 'Show or hide keyboard help',
  '/': 'Search Facebook',
  c: 'Comment on current post',
  enter: 'See more of current post',
  f: 'Toggle fullscreen',
  j: 'Go to next post in a feed or next photo in photo viewer',
  k: 'Go to previous post in a feed or previous photo in photo viewer',
  l: 'Like or react to current post in a feed or photo in photo viewer',
  o: 'Open attachment from current post',
  p: 'Create new post',
  q: 'Search Messenger contacts',
  s: 'Share current post',
};

/** Single keys work everywhere but in a field; the element under the key is what the document is told, a shadow host too. */
export function listenToHotkeys() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inField(event.target))
      return;
    if (state.layer !== null) return;
    if (event.key === 'p') act(event, openComposer);
    if (event.key === '/') act(event, () => element('input[type=search]')?.focus());
    if (event.key === 'j') act(event, () => step(1));
    if (event.key === 'k') act(event, () => step(-1));
    if (event.key === 'l') act(event, () => within('like_button')?.click());
    if (event.key === 'c') act(event, () => within('comment_button')?.click());
    if (event.key === 's') act(event, () => within('share_button')?.click());
    if (event.key === '?') act(event, () => go('/help/'));
  });
}

/** @param {KeyboardEvent} event @param {() => void} work */
function act(event, work) {
  event.preventDefault();
  work();
}

/** @param {EventTarget | null} target */
function inField(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}

/** @param {string} selector @returns {HTMLElement | null} */
function element(selector) {
  return document.querySelector(selector);
}

/** @param {string} role */
function within(role) {
  const post = posts().find((one) => one.getBoundingClientRect().bottom > 120);
  return /** @type {HTMLElement | null} */ (
    post?.querySelector(`[data-ad-rendering-role=${role}]`)?.closest('[role=button]')
  );
}

function posts() {
  return [...document.querySelectorAll('[data-virtualized]')];
}

/** @param {number} by */
function step(by) {
  const list = posts();
  const at = list.findIndex((one) => one.getBoundingClientRect().top > 60);
  const next =
    list[Math.max(0, by > 0 ? ((list[at]?.getBoundingClientRect().top ?? 0) < 90 ? at + 1 : at) : at - 1)];
  if (next) scrollTo(0, next.getBoundingClientRect().top + scrollY - 72);
}
