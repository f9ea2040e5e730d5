import { boot } from './boot.js';
import { label } from './labels.js';
import { Face } from './pressable.js';
import { ComposerTrigger } from './trigger.js';
import { h } from './vnode.js';

/** A person's profile: head, tabs, and what opens the composer, to write there. @param {{path: string}} props */
export function Profile({ path }) {
  const own = path === `/${boot.me.vanity}` || path === '/me.vanity';
  const name = own
    ? boot.me.name
    : path
        .slice(1)
        .split('.')
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
        .join(' ');
  return h(
    'div',
    null,
    h(Head, { path, own, name }),
    h(
      'div',
      { 'data-pagelet': boot.cohort === 'A' ? 'ProfileComposer' : undefined },
      h(ComposerTrigger, { words: own ? '' : `Write something to ${name.split(' ')[0]}...` }),
    ),
  );
}

/** @param {{path: string, own: boolean, name: string}} props */
function Head({ path, own, name }) {
  const tab = (/** @type {string} */ word, /** @type {number} */ i) =>
    h(
      'a',
      {
        role: 'tab',
        'aria-selected': String(i === 0),
        href: path,
        tabindex: '0',
        class: i === 0 ? 'profile-tab profile-tab-on' : 'profile-tab',
      },
      word,
    );
  return h(
    'div',
    { class: 'card' },
    h('img', {
      alt: '',
      'data-imgperflogname': 'profileCoverPhoto',
      src: '/img/photo/900/680/240.svg',
      class: 'photo-image',
      style: 'aspect-ratio:680/240',
    }),
    h(
      'div',
      { class: 'profile-head' },
      h(Face, { face: own ? boot.me.face : 31, size: 132 }),
      h('span', { dir: 'auto' }, h('h1', { class: 'notes-title' }, name)),
    ),
    h(
      'div',
      { role: 'tablist', class: 'profile-tabs' },
      ['Posts', 'About', label('friends'), 'Photos'].map(tab),
    ),
  );
}
