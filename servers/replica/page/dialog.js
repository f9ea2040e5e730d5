import { useBox, useEffect } from './hooks.js';
import { icon } from './icons.js';
import { label } from './labels.js';
import { Press } from './pressable.js';
import { useStore } from './store.js';
import { h } from './vnode.js';

const FOCUSABLE = '[tabindex="0"],[contenteditable=true],input:not([type=file]),a[href]';

/**
 * A dialog over the page that keeps the focus inside itself: Tab goes round, and a focus that lands elsewhere is fetched
 * back.
 * @param {{close: () => void, label?: string, class?: string, children?: any[]}} props
 */
export function Dialog({ close, label: named, class: names = '', children = [] }) {
  const { dark } = useStore();
  const box = useBox(null);
  useEffect(() => {
    const inside = () =>
      [...box.value.querySelectorAll(FOCUSABLE)].filter((one) => one.closest('[aria-hidden=true]') === null);
    const keep = (/** @type {FocusEvent} */ event) => {
      if (event.target instanceof Node && !box.value.contains(event.target))
        inside()
          .find((one) => one.isContentEditable)
          ?.focus();
    };
    const keys = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') close();
      if (event.key !== 'Tab') return;
      const list = inside();
      const at = list.indexOf(document.activeElement);
      event.preventDefault();
      list[(at + (event.shiftKey ? -1 : 1) + list.length) % list.length]?.focus();
    };
    document.addEventListener('focusin', keep);
    document.addEventListener('keydown', keys);
    if (!box.value.contains(document.activeElement)) box.value.focus();
    return () => {
      document.removeEventListener('focusin', keep);
      document.removeEventListener('keydown', keys);
    };
  }, []);
  const ref = (/** @type {HTMLElement} */ element) => {
    box.value = element;
  };
  return h(
    'div',
    { rawclass: dark ? '__fb-dark-mode' : '__fb-light-mode' },
    h(
      'div',
      { class: 'scrim' },
      h(
        'div',
        {
          'aria-modal': 'true',
          'aria-label': named,
          role: 'dialog',
          tabindex: '-1',
          class: `dialog ${names}`,
          $ref: ref,
        },
        children,
      ),
    ),
  );
}

/** Title in the middle, close at the end. @param {{title: string, close: () => void, labelled?: boolean}} props */
export function DialogHead({ title, close, labelled = false }) {
  const named = labelled ? { role: 'dialog', 'aria-label': title } : {};
  return h(
    'div',
    { ...named, class: 'dialog-head' },
    h('h2', { class: 'dialog-title', dir: 'auto' }, title),
    h(Press, { label: label('close'), class: 'round dialog-close', press: close }, icon('x', 20)),
  );
}
