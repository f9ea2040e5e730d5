import { useState } from './hooks.js';
import { icon } from './icons.js';
import { ageOf, dateOf, label } from './labels.js';
import { Face, Press, tracked } from './pressable.js';
import { setState } from './store.js';
import { h } from './vnode.js';

/** Author, time, audience and the menu of a post. @param {{story: any, ids: Record<string, string>}} props */
export function PostHeader({ story, ids }) {
  const { author } = story;
  const ad = story.kind === 'sponsored';
  const link = { role: 'link', tabindex: '0', href: tracked(`/${author.vanity}`, story) };
  const sharedWith = label(story.audience === 'friends' ? 'sharedFriends' : 'sharedPublic');
  return h(
    'div',
    { class: 'post-head' },
    h(
      'div',
      null,
      h(
        'object',
        { type: 'nested/pressable' },
        h(
          'a',
          { ...link, 'aria-label': author.name, class: 'face-link' },
          h(Face, { face: author.face, size: 40 }),
        ),
      ),
    ),
    h(
      'div',
      { class: 'post-names' },
      h(
        'div',
        { 'data-ad-rendering-role': 'profile_name' },
        h(
          'h4',
          { id: ids.name, class: 'name' },
          h(
            'span',
            null,
            h('a', { ...link, class: 'name-link' }, h('strong', null, h('span', null, author.name))),
          ),
        ),
      ),
      h(
        'span',
        { dir: 'auto', class: 'meta meta-row' },
        h(
          'span',
          { id: ids.time },
          ad
            ? h(
                'a',
                { ...link, href: '/ads/about/?__cft__[0]=AZx&__tn__=%2CO%2CP-R', class: 'meta-link' },
                label('sponsored'),
              )
            : h(Timestamp, { story }),
        ),
        h('span', { 'aria-hidden': 'true' }, ' · '),
        icon(story.audience === 'friends' ? 'users' : 'globe', 12, {
          'aria-hidden': undefined,
          'aria-label': sharedWith,
          role: 'img',
          fill: story.audience === 'friends' ? 'currentColor' : 'none',
        }),
      ),
    ),
    h(
      'div',
      { class: 'post-menu' },
      h(
        Press,
        {
          label: label('actions'),
          class: 'plain-round',
          'aria-expanded': 'false',
          'aria-haspopup': 'menu',
          press: () => setState({ layer: { kind: 'actions' } }),
        },
        icon('ellipsis', 20),
      ),
      h(Press, { label: label('hide'), class: 'plain-round' }, icon('x', 20)),
    ),
  );
}

const DECOYS = 'qgkzwtnb';

/**
 * The time of a post: its letters in separate elements, out of order and mixed with hidden ones; the link leads nowhere
 * until it is hovered or focused.
 * @param {{story: any}} props
 */
export function Timestamp({ story }) {
  const [known, setKnown] = useState(false);
  const permalink = tracked(`/${story.author.vanity}/posts/${story.id}`, story, '%2CO%2CP-R');
  const resolve = () => setKnown(true);
  const letters = (ageOf(story.age).match(/\d+|./g) ?? []).map((letter, i) => ({
    letter,
    order: i,
    decoy: false,
  }));
  const mixed = [
    ...letters.map((one) => ({ ...one })),
    ...[...DECOYS].slice(0, 3).map((letter, i) => ({ letter, order: i, decoy: true })),
  ];
  mixed.sort((a, b) => ((a.order * 5 + (a.decoy ? 3 : 0)) % 7) - ((b.order * 5 + (b.decoy ? 3 : 0)) % 7));
  return h(
    'span',
    null,
    h(
      'a',
      {
        role: 'link',
        tabindex: '0',
        'aria-label': dateOf(story.age),
        class: 'meta-link',
        href: known ? permalink : `?__cft__[0]=AZx${story.set}&__tn__=%2CO%2CP-R#?abc`,
        onMouseenter: resolve,
        onFocus: resolve,
        onClick: resolve,
      },
      h(
        'span',
        { class: 'scrambled' },
        mixed.map(({ letter, order, decoy }) =>
          h(
            'b',
            { style: decoy ? 'position: absolute; top: 3em' : `order: ${order}` },
            letter === ' ' ? '\u00a0' : letter,
          ),
        ),
      ),
    ),
  );
}
