import { invalidate } from './hooks.js';
import { current } from './reconcile.js';

/**
 * What the whole page shares. `layer` is the dialog or popover on top; `story` the one opened over the feed.
 */
export const state = {
  path: location.pathname + location.search,
  /** Where the feed is that lies below an opened post; empty when none is. */
  under: '',
  /** @type {null | {kind: string, [more: string]: any}} */
  layer: null,
  /** @type {any[]} */
  stories: [],
  total: 0,
  loading: false,
  tick: 0,
  unread: 3,
  dark: document.documentElement.classList.contains('__fb-dark-mode'),
};

const watchers = new Set();

/** Changes the shared state and renders everybody who looks at it. @param {Partial<typeof state>} change */
export function setState(change) {
  Object.assign(state, change);
  for (const instance of watchers) {
    if (instance.gone) watchers.delete(instance);
    else invalidate(instance);
  }
}

/** The shared state; the component is rendered anew at each change. */
export function useStore() {
  watchers.add(current.instance);
  return state;
}
