import { ask } from './api.js';
import { useEffect, useState } from './hooks.js';
import { icon, reaction } from './icons.js';
import { ageOf, label } from './labels.js';
import { Face, Press } from './pressable.js';
import { setState } from './store.js';
import { h } from './vnode.js';

/** What stands in the bell's popover and on the page of notifications. */
export function Notifications() {
  const [list, setList] = useState([]);
  const [unread, setUnread] = useState(false);
  const [all, setAll] = useState(false);
  useEffect(() => {
    ask('notifications', {}).then(({ notifications }) => setList(notifications));
    setState({ unread: 0 });
  }, []);
  const shown = list.filter((one) => !unread || one.unread).slice(0, all ? 40 : 7);
  const pill = (/** @type {string} */ name, /** @type {boolean} */ on) =>
    h(
      Press,
      {
        class: on ? 'pill pill-on' : 'pill',
        'aria-pressed': String(on),
        press: () => setUnread(name === 'unread'),
      },
      h('span', { dir: 'auto' }, label(name)),
    );
  return h(
    'div',
    { class: 'notes' },
    h(
      'div',
      { class: 'notes-head' },
      h('h1', { dir: 'auto', class: 'notes-title' }, label('notifications')),
      h(Press, { label: label('more'), class: 'plain-round' }, icon('ellipsis', 20)),
    ),
    h('div', { class: 'notes-pills', role: 'tablist' }, pill('all', !unread), pill('unread', unread)),
    h('h2', { dir: 'auto', class: 'notes-section' }, label('earlier')),
    h(
      'div',
      { role: 'list' },
      shown.map((one) => h(Row, { key: one.href, note: one })),
    ),
    !all &&
      h(
        Press,
        { class: 'grey-button notes-more', press: () => setAll(true) },
        h('span', { dir: 'auto' }, label('seePrevious')),
      ),
  );
}

/** @param {{note: any}} props */
function Row({ note }) {
  const { author, words, age, unread, href, kind } = note;
  return h(
    'div',
    { role: 'listitem' },
    h(
      'a',
      { href, role: 'link', tabindex: '0', class: 'press note' },
      h(
        'span',
        { class: 'note-face' },
        h(Face, { face: author.face, size: 56 }),
        h(
          'span',
          { class: 'note-mark', style: kind === 'comment' ? 'background:#31a24c' : '' },
          kind === 'comment'
            ? icon('message-square', 16, { fill: '#fff', stroke: '#fff' })
            : reaction('like', 28),
        ),
      ),
      h(
        'span',
        { class: 'note-words' },
        h('span', { dir: 'auto', class: 'note-text' }, h('strong', null, author.name), ` ${words}`),
        h('span', { class: unread ? 'note-age note-age-new' : 'note-age' }, ageOf(age)),
      ),
      unread && h('span', { class: 'note-dot' }),
      h('div', { role: 'none', 'data-visualcompletion': 'ignore', class: 'ring' }),
    ),
  );
}
