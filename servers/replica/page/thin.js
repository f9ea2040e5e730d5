import { ask } from './api.js';
import { Notifications } from './bell.js';
import { boot } from './boot.js';
import { Card } from './card.js';
import { useEffect, useState } from './hooks.js';
import { label } from './labels.js';
import { Face, Press } from './pressable.js';
import { Profile } from './profile.js';
import { h } from './vnode.js';

/** A post on a page of its own. @param {{id: string}} props */
export function Standalone({ id }) {
  const [story, setStory] = useState(undefined);
  useEffect(() => {
    ask('story', { id }).then((found) => setStory(found.story));
  }, []);
  if (story === undefined)
    return h('div', {
      role: 'status',
      'aria-label': label('loading'),
      'data-visualcompletion': 'loading-state',
    });
  if (story === null)
    return h(
      'div',
      { class: 'card thin-card' },
      h('h2', { dir: 'auto', class: 'thin-title' }, "This content isn't available right now"),
    );
  return h(
    'div',
    { class: 'card-outer', $strict: true },
    h(Card, { story, index: 0, shown: true, height: 0, alone: true }),
  );
}

/** Pages that have the right shell and little in it. @param {{page: string}} props */
export function Thin({ page }) {
  const path = page.split('?')[0];
  const left = path === '/friends/' || path === '/settings' || path === '/dyi/';
  const navigation = h(
    'div',
    { role: 'navigation', 'aria-label': label('shortcuts'), class: 'rail rail-left' },
    h('h1', { dir: 'auto', class: 'notes-title' }, titleOf(path)),
  );
  return h(
    'div',
    { class: 'columns' },
    left && navigation,
    h('div', { role: 'main', class: 'main' }, Content(path)),
  );
}

/** @param {string} path */
function titleOf(path) {
  if (path === '/friends/') return label('friends');
  return path === '/dyi/' ? 'Download your information' : label('settings');
}

/** @param {string} path */
function Content(path) {
  if (path === '/notifications/') return h('div', { class: 'card' }, h(Notifications, null));
  if (path === '/friends/')
    return h(
      'div',
      { class: 'card thin-card' },
      h('h2', { dir: 'auto', class: 'thin-title' }, label('people')),
      [21, 22, 23].map((face, i) =>
        h(
          'div',
          { class: 'rail-row' },
          h(Face, { face, size: 56 }),
          h('span', { dir: 'auto', class: 'rail-name' }, `${['Uma', 'Viet', 'Wanda'][i]} Example`),
          h(Press, { class: 'soft-button', label: label('addFriend') }, label('addFriend')),
        ),
      ),
    );
  if (path === '/settings' || path === '/dyi/')
    return h(
      'div',
      { class: 'card thin-card' },
      h('h2', { dir: 'auto', class: 'thin-title' }, titleOf(path)),
      h('p', null, 'Choose what you would like to do.'),
    );
  if (path === `/${boot.me.vanity}` || path === '/profile.php' || /^\/[\w.]+$/.test(path))
    return h(Profile, { path });
  return h('div', { class: 'card thin-card' }, h('h2', { dir: 'auto', class: 'thin-title' }, path));
}
