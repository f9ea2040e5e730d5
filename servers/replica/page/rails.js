import { boot } from './boot.js';
import { icon } from './icons.js';
import { label } from './labels.js';
import { Face, Press } from './pressable.js';
import { h } from './vnode.js';

const LINKS = [
  ['friends', '/friends/', 'users', '#1b9af7'],
  ['groups', '/groups/feed/', 'users-round', '#2d88ff'],
  ['memories', '/onthisday/', 'clock', '#0aa5c9'],
  ['saved', '/saved/', 'bookmark', '#a033c9'],
  ['events', '/events/', 'calendar', '#e4405f'],
  ['pages', '/pages/', 'flag', '#f27c38'],
  ['marketplace', '/marketplace/', 'store', '#1d9e74'],
  ['video', '/watch/', 'tv', '#1877f2'],
];
const GROUPS = ['Allotment gardens West', 'Old mill walkers', 'Cargo bikes, second hand'];
const CONTACTS = [
  'Ann Friend',
  'Minh Example',
  'Cy Friend',
  'Dora Sample',
  'Emil Probe',
  'Farah Example',
  'Hedda Muster',
  'Ivo Sample',
  'Kaia Friend',
  'Lio Sample',
  'Mona Probe',
];

const pagelet = (/** @type {string} */ name) => (boot.cohort === 'A' ? name : undefined);

/** The left column of the home page. */
export function LeftRail() {
  const own = { role: 'link', href: `/${boot.me.vanity}`, tabindex: '0', class: 'press rail-row' };
  return h(
    'div',
    {
      role: 'navigation',
      'aria-label': label('shortcuts'),
      class: 'rail rail-left',
      'data-pagelet': pagelet('LeftRail'),
    },
    h(
      'div',
      { 'data-visualcompletion': 'ignore-dynamic' },
      h(
        'ul',
        { class: 'rail-list' },
        h(
          'li',
          null,
          h(
            'a',
            own,
            h(Face, { face: boot.me.face, size: 36 }),
            h('span', { dir: 'auto', class: 'rail-name' }, boot.me.name),
            ring(),
          ),
        ),
        LINKS.map(([name, href, drawing, colour]) =>
          h(
            'li',
            null,
            h(
              'a',
              { ...own, href },
              h(
                'i',
                { 'data-visualcompletion': 'css-img', class: 'rail-icon', style: `background:${colour}` },
                icon(drawing, 20),
              ),
              h('span', { dir: 'auto', class: 'rail-name' }, label(name)),
              ring(),
            ),
          ),
        ),
      ),
    ),
    h('div', { class: 'rail-line' }),
    h('h3', { dir: 'auto', class: 'rail-title' }, label('yourShortcuts')),
    h(
      'ul',
      { class: 'rail-list' },
      GROUPS.map((name, i) =>
        h(
          'li',
          null,
          h(
            'a',
            { ...own, href: `/groups/${70_000 + i}/` },
            h('img', { alt: '', src: `/img/photo/${40 + i}/72/72.svg`, class: 'rail-square' }),
            h('span', { dir: 'auto', class: 'rail-name' }, name),
            ring(),
          ),
        ),
      ),
    ),
  );
}

function ring() {
  return h('div', { role: 'none', 'data-visualcompletion': 'ignore', class: 'ring' });
}

/** The right column of the home page: an ad and the contacts. */
export function RightRail() {
  return h(
    'div',
    { role: 'complementary', class: 'rail rail-right', 'data-pagelet': pagelet('RightRail') },
    h('h3', { dir: 'auto', class: 'rail-title' }, label('sponsored')),
    h(
      'a',
      { href: '/ads/about/?entry=rhc', role: 'link', tabindex: '0', class: 'press rail-ad' },
      h('img', { alt: '', src: '/img/photo/501/260/260.svg', class: 'rail-ad-picture' }),
      h(
        'span',
        null,
        h('span', { class: 'rail-name' }, 'Lakeside cabins'),
        h('span', { class: 'meta rail-ad-site' }, 'lakeside.example'),
      ),
      ring(),
    ),
    h('div', { class: 'rail-line' }),
    h('h3', { dir: 'auto', class: 'rail-title' }, label('contacts')),
    h(
      'ul',
      { class: 'rail-list' },
      CONTACTS.map((name, i) =>
        h(
          'li',
          null,
          h(
            Press,
            { class: 'rail-row' },
            h(
              'span',
              { class: 'contact-face' },
              h(Face, { face: i + 1, size: 36 }),
              i % 3 !== 1 && h('span', { class: 'online' }),
            ),
            h('span', { dir: 'auto', class: 'rail-name' }, name),
          ),
        ),
      ),
    ),
  );
}
