import { setState, state } from './store.js';

/** Goes to an address without loading a document, as all of Facebook's links do. @param {string} address */
export function go(address) {
  history.pushState({ key: Date.now() }, '', address);
  changed();
}

function changed() {
  const before = state.path;
  const path = location.pathname + location.search;
  // A post opened from the feed is drawn over it; the feed stays mounted below.
  const over = isPost(path) && (isHome(before) || state.under !== '');
  setState({ path, under: over ? state.under || before : '', layer: null });
  if (!over && before.split('?')[0] !== location.pathname && !(isPost(before) && isHome(path)))
    scrollTo(0, 0);
}

/** Follows the browser's own back and forward, and every click on a link of the page. */
export function followRoutes() {
  addEventListener('popstate', changed);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (link === null || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey)
      return;
    const to = new URL(/** @type {HTMLAnchorElement} */ (link).href, location.href);
    if (to.origin !== location.origin) {
      event.preventDefault();
      return;
    }
    event.preventDefault();
    const given = link.getAttribute('href') ?? '';
    if (!given.startsWith('?__cft__') && given !== '#') go(to.pathname + to.search);
  });
}

/** @param {string} path */
export function isHome(path) {
  return /^\/(home\.php)?(\?|$)/.test(path);
}

/** @param {string} path */
export function isPost(path) {
  return /^\/[^/]+\/posts\/(\d+|pfbid\w+)|^\/permalink\.php/.test(path);
}

/** Id of the post an address names. @param {string} path */
export function postIn(path) {
  return /\/posts\/(\w+)/.exec(path)?.[1] ?? new URLSearchParams(path.split('?')[1]).get('story_fbid') ?? '';
}
