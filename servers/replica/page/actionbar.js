import { useState } from './hooks.js';
import { icon, reaction } from './icons.js';
import { label } from './labels.js';
import { Press } from './pressable.js';
import { COLOURS, ReactionPill, useHoverPill } from './reactions.js';
import { useStore } from './store.js';
import { h } from './vnode.js';

/**
 * Counts and the three buttons below a post. A reaction changes the count and the colour, never a label, as on the real
 * page.
 * @param {{story: any, id: string, comment: () => void}} props
 */
export function ActionBar({ story, id, comment }) {
  const [mine, setMine] = useState('');
  const pill = useHoverPill();
  const react = (/** @type {string} */ kind) => {
    setMine(kind);
    pill.close();
  };
  const like = { label: label('like'), role: 'like_button', drawing: 'thumbs-up', word: label('like') };
  const liked = mine === '' ? {} : { colour: COLOURS[mine], bounce: true };
  return h(
    'div',
    null,
    h(Counts, { story, id, comment, extra: mine === '' ? 0 : 1 }),
    h(
      'div',
      { class: 'actions' },
      h(
        'div',
        { class: 'action-like', onMouseenter: pill.enter, onMouseleave: pill.leave },
        h(Action, { ...like, ...liked, press: () => react(mine === '' ? 'like' : '') }),
        h(Press, { label: label('react'), class: 'unseen', press: pill.open }),
        pill.shown && h(ReactionPill, { choose: react }),
      ),
      h(Action, {
        label: label('leave'),
        role: 'comment_button',
        drawing: 'message-square',
        word: label('comment'),
        press: comment,
      }),
      h(Action, { label: label('send'), role: 'share_button', drawing: 'share-2', word: label('share') }),
    ),
  );
}

/** @param {{label: string, role: string, drawing: string, word: string, press?: () => void, colour?: string, bounce?: boolean}} props */
function Action({ label: named, role, drawing, word, press, colour, bounce = false }) {
  const filled = colour === undefined ? {} : { fill: 'currentColor' };
  return h(
    Press,
    { label: named, class: 'action', press, style: colour && `color:${colour}` },
    h(
      'div',
      { 'data-ad-rendering-role': role, class: bounce ? 'action-icon bounce' : 'action-icon' },
      icon(drawing, 20, filled),
    ),
    h('span', { dir: 'auto' }, word),
  );
}

/** @param {{story: any, id: string, comment: () => void, extra: number}} props */
function Counts({ story, id, comment, extra }) {
  const { tick } = useStore();
  const grown = story.likes > 40 ? Math.floor((tick + story.likes) / 9) : 0;
  const likes = story.likes + extra + grown;
  const { comments, shares } = story;
  const faces = [
    reaction('like'),
    story.likes > 20 && reaction('love'),
    story.likes > 90 && reaction('haha'),
  ];
  const one = (/** @type {string} */ text, /** @type {() => void} */ press) =>
    h(Press, { class: 'count', press }, h('span', { dir: 'auto' }, text));
  return h(
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
      comments > 0 && one(comments === 1 ? label('oneComment') : label('comments', comments), comment),
      shares > 0 && one(shares === 1 ? label('oneShare') : label('shares', shares), () => {}),
    ),
  );
}
