import { useBox, useEffect, useState } from './hooks.js';
import { reaction } from './icons.js';
import { label } from './labels.js';
import { Press } from './pressable.js';
import { h } from './vnode.js';

const YELLOW = '#F7B125';

/** What a reaction colours the word Like with. @type {Record<string, string>} */
export const COLOURS = {
  like: 'var(--accent)',
  love: '#F33E58',
  haha: YELLOW,
  wow: YELLOW,
  sad: YELLOW,
  angry: '#E9710F',
};

const DELAY = 500;

/** Whether the pill over Like is shown: after half a second of hover, until shortly after the pointer has left. */
export function useHoverPill() {
  const [shown, setShown] = useState(false);
  const timer = useBox(0);
  useEffect(() => () => clearTimeout(timer.value), []);
  const later = (/** @type {boolean} */ next) => {
    clearTimeout(timer.value);
    timer.value = setTimeout(() => setShown(next), DELAY);
  };
  const at = (/** @type {boolean} */ next) => () => {
    clearTimeout(timer.value);
    setShown(next);
  };
  return { shown, enter: () => later(true), leave: () => later(false), open: at(true), close: at(false) };
}

/** The six reactions in a row. @param {{choose: (kind: string) => void}} props */
export function ReactionPill({ choose }) {
  const one = (/** @type {string} */ kind) =>
    h(
      Press,
      { label: label(kind), class: 'pill-face', press: () => choose(kind) },
      reaction(kind, 39),
      h('span', { 'aria-hidden': 'true', class: 'pill-name' }, label(kind)),
    );
  return h(
    'div',
    { role: 'dialog', 'aria-label': label('reactions'), class: 'pill-row' },
    Object.keys(COLOURS).map(one),
  );
}
