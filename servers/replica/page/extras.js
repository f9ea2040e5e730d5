import { boot } from './boot.js';
import { icon } from './icons.js';
import { label } from './labels.js';
import { Face, Press } from './pressable.js';
import { h } from './vnode.js';

const NAMES = ['Ann Friend', 'Minh Example', 'Dora Sample', 'Emil Probe', 'Farah Example'];

/** The row of stories above the feed. */
export function StoriesTray() {
  const tile = (/** @type {string} */ name, /** @type {number} */ i) =>
    h(
      'a',
      {
        href: `/stories/${7000 + i}/`,
        role: 'link',
        tabindex: '0',
        'aria-label': name,
        class: 'press story',
      },
      h('img', { alt: '', src: `/img/photo/${300 + i}/140/250.svg`, class: 'story-picture' }),
      h('span', { class: 'story-face' }, h(Face, { face: i + 1, size: 36 })),
      h('span', { dir: 'auto', class: 'story-name' }, name),
    );
  return h(
    'div',
    {
      'aria-label': label('stories'),
      role: 'region',
      class: 'stories',
      'data-pagelet': boot.cohort === 'A' ? 'Stories' : undefined,
    },
    h(
      'a',
      {
        href: '/stories/create/',
        role: 'link',
        tabindex: '0',
        'aria-label': label('createStory'),
        class: 'press story story-own',
      },
      h('img', { alt: '', src: `/img/face/${boot.me.face}.svg`, class: 'story-picture' }),
      h('span', { class: 'story-plus' }, icon('plus', 20)),
      h('span', { dir: 'auto', class: 'story-create' }, label('createStory')),
    ),
    NAMES.map(tile),
  );
}

/** A unit of the feed with people to befriend. @param {{story: any}} props */
export function PeopleUnit({ story }) {
  return h(
    'div',
    { class: 'strip' },
    h('h4', { dir: 'auto', class: 'strip-title' }, label('people')),
    h(
      'div',
      { class: 'strip-row' },
      [1, 2, 3, 4].map((i) => {
        const face = ((Number(story.set) + i * 7) % 50) + 20;
        return h(
          'div',
          { class: 'suggested' },
          h('img', { alt: '', src: `/img/face/${face}.svg`, class: 'suggested-face' }),
          h(
            'div',
            { class: 'suggested-words' },
            h(
              'a',
              { href: `/profile.php?id=${face}`, role: 'link', tabindex: '0', class: 'name-link' },
              h('span', { dir: 'auto' }, `${['Uma', 'Viet', 'Wanda', 'Yusuf'][i - 1]} Example`),
            ),
            h(
              Press,
              { label: label('addFriend'), class: 'soft-button' },
              icon('user-plus', 16),
              label('addFriend'),
            ),
            h(Press, { label: label('remove'), class: 'grey-button' }, label('remove')),
          ),
        );
      }),
    ),
  );
}

/** A unit of the feed with short videos. @param {{story: any}} props */
export function ReelsUnit({ story }) {
  return h(
    'div',
    { class: 'strip' },
    h('h4', { dir: 'auto', class: 'strip-title' }, label('reels')),
    h(
      'div',
      { class: 'strip-row' },
      [1, 2, 3, 4].map((i) =>
        h(
          'a',
          { href: `/reel/${story.set}${i}`, role: 'link', tabindex: '0', class: 'reel' },
          h('img', {
            alt: '',
            src: `/img/photo/${(Number(story.set) % 1000) + i}/180/320.svg`,
            class: 'reel-picture',
          }),
          h('span', { class: 'reel-count' }, icon('play', 14, { fill: '#fff' }), `${i * 3}.${i}K`),
        ),
      ),
    ),
  );
}
