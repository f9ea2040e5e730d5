import { attachEditor } from './editor.js';
import { useBox, useEffect, useState } from './hooks.js';
import { h } from './vnode.js';

/**
 * Facebook's own text field: the editor and, beside it, the words it shows while empty.
 * @param {{label: string, class?: string, change?: (text: string) => void, enter?: (text: string) => void, focus?: boolean}} props
 */
export function Textbox({ label, class: names = '', change, enter, focus = false }) {
  const root = useBox(null);
  const [empty, setEmpty] = useState(true);
  useEffect(() => {
    const told = (/** @type {string} */ text) => {
      setEmpty(text === '');
      change?.(text);
    };
    attachEditor(root.value, { change: told, ...(enter ? { enter } : {}) });
    if (focus) root.value.focus();
  }, []);
  return h(
    'div',
    { class: `textbox ${names}` },
    h('div', {
      $opaque: true,
      $ref: (/** @type {HTMLElement} */ element) => {
        root.value = element;
      },
      'aria-label': label,
      'aria-placeholder': label,
      contenteditable: 'true',
      role: 'textbox',
      spellcheck: 'true',
      tabindex: '0',
      'data-lexical-editor': 'true',
      rawclass: 'notranslate',
      style: 'user-select: text; white-space: pre-wrap; word-break: break-word;',
    }),
    empty && h('div', { 'aria-hidden': 'true', class: 'textbox-hint' }, label),
  );
}
