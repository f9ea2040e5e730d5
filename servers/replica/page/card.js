import { ActionBar } from './actionbar.js';
import { Attachment } from './attachment.js';
import { boot } from './boot.js';
import { Comments } from './comments.js';
import { PeopleUnit, ReelsUnit } from './extras.js';
import { PostHeader } from './header.js';
import { useId, useState } from './hooks.js';
import { Message } from './message.js';
import { useStore } from './store.js';
import { h } from './vnode.js';

/**
 * One unit of the feed; off screen its element stays, emptied. Renders anew on hover and with every tick of the page.
 * @param {{story: any, index: number, shown: boolean, height: number, alone?: boolean}} props
 */
export function Card({ story, index, shown, height, alone = false }) {
  useStore();
  const ids = { name: useId(), time: useId(), text: useId(), media: useId(), counts: useId() };
  const [hover, setHover] = useState(false);
  const article = boot.cohort !== 'B';
  return h(
    'div',
    {
      role: article ? 'article' : undefined,
      'aria-posinset': boot.cohort === 'C' ? undefined : String(index + 1),
      'aria-describedby': `${ids.time} ${ids.text} ${ids.media} ${ids.counts}`,
      'aria-labelledby': ids.name,
      class: 'posting',
      onMouseenter: () => setHover(true),
      onMouseleave: () => setHover(false),
    },
    shown
      ? h(
          'div',
          { 'data-virtualized': 'false', class: 'card' },
          h(Content, { key: story.id, story, ids, hover, alone }),
        )
      : h('div', { 'data-virtualized': 'true', class: 'card-gone', style: `height:${height}px` }),
  );
}

/** @param {{story: any, ids: Record<string, string>, hover: boolean, alone: boolean}} props */
function Content({ story, ids, hover, alone }) {
  const [open, setOpen] = useState(alone);
  if (story.kind === 'people') return h(PeopleUnit, { story });
  if (story.kind === 'reels') return h(ReelsUnit, { story });
  return h(
    'div',
    { class: hover ? 'content hovered' : 'content' },
    h(PostHeader, { story, ids }),
    h('div', { dir: 'auto' }, h(Message, { story, id: ids.text })),
    h('div', { id: ids.media }, h(Attachment, { story })),
    h(
      'div',
      { 'data-visualcompletion': 'ignore-dynamic' },
      h(ActionBar, { story, id: ids.counts, comment: () => setOpen(true) }),
      open && h(Comments, { story, alone }),
    ),
  );
}
