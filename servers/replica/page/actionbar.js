import { useState } from './hooks.js';
import { icon, reaction } from './icons.js';
import { label } from './labels.js';
import { Press } from './pressable.js';
import { useStore } from './store.js';
import { h } from './vnode.js';

/**
 * Counts and the three buttons below a post. Liking changes the count only, as on the real page.
 * @param {{story: any, id: string, comment: () => void}} props
 */
export function ActionBar({ story, id, comment }) {
  const { tick } = useStore();
  const [liked, setLiked] = useState(false);
  const [rung, setRung] = useState(0);
  const likes = story.likes + (liked ? 1 : 0) + (story.likes > 40 ? Math.floor((tick + story.likes) / 9) : 0);
  const faces = [
    reaction('like'),
    story.likes > 20 && reaction('love'),
    story.likes > 90 && reaction('haha'),
  ];
  const comments = story.comments + (story.added ?? 0);
  const button = (
    /** @type {string} */ name,
    /** @type {string} */ word,
    /** @type {string} */ role,
    /** @type {string} */ drawing,
    /** @type {() => void} */ press,
  ) =>
    h(
      Press,
      { label: label(name), class: `action${name === 'like' && liked ? ' action-on' : ''}`, press },
      h(
        'div',
        {
          'data-ad-rendering-role': role,
          class: `action-icon${name === 'like' && rung % 2 === 1 ? ' bounce' : ''}`,
        },
        icon(drawing, 20, name === 'like' && liked ? { fill: 'currentColor' } : {}),
      ),
      h('span', { dir: 'auto' }, label(word)),
    );
  return h(
    'div',
    null,
    h(
      'div',
      { class: 'counts' },
      likes > 0 &&
        h(
          'span',
          { class: 'count-likes' },
          h(
            'span',
            { role: 'toolbar', 'aria-label': label('whoReacted'), class: 'count-faces' },
            h(Press, { label: label('likePeople', likes), class: 'count-face' }, faces),
          ),
          h('span', { id, class: 'count' }, String(likes)),
        ),
      h(
        'span',
        { class: 'count-rest' },
        comments > 0 &&
          h(
            Press,
            { class: 'count', press: comment },
            h('span', { dir: 'auto' }, comments === 1 ? label('oneComment') : label('comments', comments)),
          ),
        story.shares > 0 &&
          h(
            Press,
            { class: 'count' },
            h(
              'span',
              { dir: 'auto' },
              story.shares === 1 ? label('oneShare') : label('shares', story.shares),
            ),
          ),
      ),
    ),
    h(
      'div',
      { class: 'actions' },
      button('like', 'like', 'like_button', 'thumbs-up', () => {
        setLiked(!liked);
        setRung(rung + 1);
      }),
      h(Press, { label: label('react'), class: 'unseen' }),
      button('leave', 'comment', 'comment_button', 'message-square', comment),
      button('send', 'share', 'share_button', 'share-2', () => {}),
    ),
  );
}
