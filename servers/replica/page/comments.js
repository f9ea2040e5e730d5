import { ask } from './api.js';
import { boot } from './boot.js';
import { useBox, useEffect, useState } from './hooks.js';
import { icon } from './icons.js';
import { ageOf, label } from './labels.js';
import { Face, Press, tracked } from './pressable.js';
import { Textbox } from './textbox.js';
import { h } from './vnode.js';

/**
 * The comments of a post. The editor is made anew after each comment sent.
 * @param {{story: any, alone: boolean}} props
 */
export function Comments({ story, alone }) {
  const [list, setList] = useState([]);
  const [shown, setShown] = useState(4);
  const [sort, setSort] = useState('relevant');
  const [sent, setSent] = useState(0);
  const latest = useBox(list);
  latest.value = list;
  useEffect(() => {
    ask('comments', { id: story.id }).then(({ comments }) => setList(comments));
  }, [story.id]);
  const sorted = sort === 'newest' ? [...list].sort((a, b) => a.age - b.age) : list;
  const send = async (/** @type {string} */ text) => {
    if (text.trim() === '') return;
    setSent(sent + 1);
    const { comment } = await ask('comment', { id: story.id, text });
    setList([...latest.value, comment]);
    setShown(latest.value.length + 2);
  };
  return h(
    'div',
    { class: 'comments' },
    h('h4', { dir: 'auto', class: 'unseen' }, label('comments', list.length)),
    h(Sort, { sort, choose: setSort }),
    h(
      'ul',
      null,
      sorted.slice(0, shown).map((comment) => h('li', { key: comment.id }, h(Comment, { comment, story }))),
    ),
    sorted.length > shown &&
      h(
        Press,
        { class: 'comments-more', press: () => setShown(shown + 8) },
        h('span', { dir: 'auto' }, label('moreComments')),
      ),
    h(Writer, { key: `writer${sent}`, send, focus: sent > 0 || !alone }),
  );
}

/** @param {{sort: string, choose: (name: string) => void}} props */
function Sort({ sort, choose }) {
  const [open, setOpen] = useState(false);
  const item = (/** @type {string} */ name) =>
    h(
      Press,
      {
        role: 'menuitem',
        class: 'menu-row',
        press: () => {
          choose(name);
          setOpen(false);
        },
      },
      h('span', { dir: 'auto' }, label(name)),
    );
  return h(
    'div',
    { class: 'sort' },
    h(
      Press,
      {
        'aria-haspopup': 'menu',
        'aria-expanded': String(open),
        class: 'sort-button',
        press: () => setOpen(!open),
      },
      h('span', { dir: 'auto' }, label(sort)),
      icon('chevron-down', 16),
    ),
    open &&
      h('div', { role: 'menu', class: 'popover sort-menu' }, ['relevant', 'newest', 'allComments'].map(item)),
  );
}

/** A comment; below one of the first level the answers of every depth in one list. @param {{comment: any, story: any, parent?: any}} props */
function Comment({ comment, story, parent }) {
  const [open, setOpen] = useState(false);
  const [liked, setLiked] = useState(false);
  const age = ageOf(comment.age);
  const ago = label('ago', age);
  const named = parent
    ? label('replyBy', comment.author.name, ago, comment.to)
    : label('commentBy', comment.author.name, ago);
  const where = `/${story.author.vanity}/posts/${story.id}?comment_id=${(parent ?? comment).id}${parent ? `&reply_comment_id=${comment.id}` : ''}`;
  const person = {
    role: 'link',
    tabindex: '0',
    href: tracked(`/${comment.author.vanity}?comment_id=${btoa(`comment:${comment.id}`)}`, story, 'R%5D-R'),
  };
  return h(
    'div',
    null,
    h(
      'div',
      { role: 'article', 'aria-label': named, tabindex: '-1', class: 'comment' },
      h(
        'a',
        { ...person, 'aria-hidden': 'true', tabindex: '-1' },
        h(Face, { face: comment.author.face, size: parent ? 24 : 32 }),
      ),
      h(
        'div',
        { class: 'comment-body' },
        h(
          'div',
          { class: 'bubble' },
          h('a', { ...person, class: 'bubble-name' }, h('span', { dir: 'auto' }, comment.author.name)),
          h('div', { dir: 'auto', style: 'text-align:start' }, comment.text),
        ),
        h(
          'ul',
          { class: 'comment-under' },
          h('li', null, h('a', { role: 'link', tabindex: '0', href: tracked(where, story, 'R%5D-R') }, age)),
          h(
            'li',
            null,
            h(
              Press,
              { label: label('like'), class: liked ? 'word word-on' : 'word', press: () => setLiked(!liked) },
              label('like'),
            ),
          ),
          h('li', null, h(Press, { class: 'word' }, label('reply'))),
        ),
      ),
    ),
    comment.replies?.length > 0 &&
      h(
        'div',
        { class: 'replies' },
        open
          ? h(
              'ul',
              null,
              comment.replies.map((reply) =>
                h('li', { key: reply.id }, h(Comment, { comment: reply, story, parent: comment })),
              ),
            )
          : h(
              Press,
              { class: 'comments-more', press: () => setOpen(true) },
              h('span', { dir: 'auto' }, label('allReplies', comment.replies.length)),
            ),
      ),
  );
}

/** @param {{send: (text: string) => void, focus: boolean}} props */
function Writer({ send, focus }) {
  const named = label('commentAs', boot.me.name);
  const small = (/** @type {string} */ name) => icon(name, 20);
  return h(
    'div',
    { class: 'writer' },
    h(Face, { face: boot.me.face, size: 32 }),
    h(
      'form',
      {
        role: 'presentation',
        class: 'writer-pill',
        onSubmit: (/** @type {Event} */ event) => event.preventDefault(),
      },
      h(Textbox, { label: named, enter: send, focus }),
      h('div', { class: 'writer-icons' }, small('sticker'), small('camera'), small('image')),
    ),
  );
}
