import { checkAll, current, effects, mountInto, renders, rerender } from './reconcile.js';

const dirty = new Set();
let planned = false;
let ids = Math.floor(Math.random() * 1000);
/** @type {(error: unknown) => void} */
let crash = () => {};

/** @param {() => any} first */
function hook(first) {
  const { instance, hook: at } = current;
  current.hook += 1;
  instance.hooks[at] ??= first();
  return instance.hooks[at];
}

/** @param {any} instance */
export function invalidate(instance) {
  dirty.add(instance);
  if (planned) return;
  planned = true;
  queueMicrotask(flush);
}

function flush() {
  planned = false;
  const due = [...dirty].sort((a, b) => a.depth - b.depth);
  dirty.clear();
  const before = renders.count;
  guarded(() => {
    // One that its parent has just rendered need not be rendered again.
    for (const instance of due) if (!instance.gone && (instance.stamp ?? 0) <= before) rerender(instance);
    runEffects();
  });
}

function runEffects() {
  for (const run of effects.splice(0)) run();
}

/** @param {() => void} work */
function guarded(work) {
  try {
    work();
  } catch (error) {
    crash(error);
  }
}

/**
 * @template T
 * @param {T | (() => T)} initial
 * @returns {[T, (value: T) => void]}
 */
export function useState(initial) {
  const { instance } = current;
  const state = hook(() => {
    const made = {
      value: typeof initial === 'function' ? initial() : initial,
      set: (/** @type {any} */ _value) => {},
    };
    made.set = (value) => {
      if (value === made.value) return;
      made.value = value;
      invalidate(instance);
    };
    return made;
  });
  return [state.value, state.set];
}

/** A box that stays. @template T @param {T} initial @returns {{value: T}} */
export function useBox(initial) {
  return hook(() => ({ value: initial }));
}

/** An id as React makes them; new at every load. */
export function useId() {
  return hook(() => ({ value: `_r_${(ids++).toString(36)}_` })).value;
}

/**
 * Runs after rendering when one of `inputs` changed; what it returns runs before the next time and at the end.
 * @param {() => void | (() => void)} run
 * @param {any[]} inputs
 */
export function useEffect(run, inputs) {
  const effect = hook(() => ({ inputs: null, cleanup: undefined }));
  if (effect.inputs?.every((/** @type {any} */ one, /** @type {number} */ i) => one === inputs[i])) return;
  effect.inputs = inputs;
  effects.push(() => {
    effect.cleanup?.();
    effect.cleanup = run() ?? undefined;
  });
}

/**
 * Starts the page: mounts, and looks after its nodes every two seconds.
 * @param {any} vnode
 * @param {Element} element
 * @param {(error: unknown) => void} onCrash
 */
export function start(vnode, element, onCrash) {
  let root = null;
  crash = (error) => {
    root = null;
    onCrash(error);
  };
  guarded(() => {
    root = mountInto(vnode, element);
    runEffects();
  });
  setInterval(() => guarded(() => root && checkAll(root)), 2000);
}
