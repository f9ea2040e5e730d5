import { useState } from './hooks.js';
import { label } from './labels.js';
import { Press } from './pressable.js';
import { h } from './vnode.js';

const LONG = 260;
const COLOURS = [
  'linear-gradient(135deg,#f857a6,#ff5858)',
  'linear-gradient(135deg,#4776e6,#8e54e9)',
  'linear-gradient(135deg,#11998e,#38c172)',
];

/** The text of a post. @param {{story: any, id: string}} props */
export function Message({ story, id }) {
  const { text, kind } = story;
  if (kind === 'coloured') return h(Coloured, { story, id });
  const short = text.length < 85 && ['text'].includes(kind);
  return h(
    'div',
    { 'data-ad-rendering-role': 'story_message', class: short ? 'message message-short' : 'message' },
    h(
      'div',
      { 'data-ad-comet-preview': 'message', 'data-ad-preview': 'message', id },
      h('div', null, h('div', null, h('span', { dir: 'auto' }, h(Paragraphs, { text })))),
    ),
  );
}

/** @param {{text: string}} props */
function Paragraphs({ text }) {
  const [open, setOpen] = useState(false);
  const cut = !open && text.length > LONG;
  const shown = cut ? `${text.slice(0, text.lastIndexOf(' ', LONG - 20))}… ` : text;
  const lines = shown.split('\n').filter((line) => line !== '');
  return h(
    'div',
    null,
    lines.map((line, i) =>
      h(
        'div',
        { dir: 'auto', style: 'text-align:start' },
        pieces(line),
        cut &&
          i === lines.length - 1 &&
          h(Press, { class: 'see-more', press: () => setOpen(true) }, label('seeMore')),
      ),
    ),
  );
}

/** Emoji as pictures with their text in `alt`, hashtags as links. @param {string} line */
function pieces(line) {
  return line.split(/(\p{Extended_Pictographic}\uFE0F?|#\w+)/u).map((piece) => {
    if (/^#\w/.test(piece))
      return h(
        'a',
        {
          href: `/hashtag/${piece.slice(1)}?__eep__=6&__cft__[0]=AZx&__tn__=*NK-R`,
          role: 'link',
          tabindex: '0',
          class: 'text-link',
        },
        piece,
      );
    if (!/^\p{Extended_Pictographic}/u.test(piece)) return piece;
    return h(
      'span',
      { class: 'emoji' },
      h('img', {
        alt: piece,
        height: 16,
        width: 16,
        src: emoji(piece),
        referrerpolicy: 'origin-when-cross-origin',
      }),
    );
  });
}

/** @param {string} letter */
function emoji(letter) {
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><text x="10" y="16" font-size="16" text-anchor="middle">${letter}</text></svg>`)}`;
}

/** Short text on a coloured ground; the words stand there twice. @param {{story: any, id: string}} props */
function Coloured({ story, id }) {
  const ground = COLOURS[story.likes % COLOURS.length];
  return h(
    'div',
    { 'data-ad-rendering-role': 'story_message', class: 'coloured-outer' },
    h(
      'div',
      { class: 'coloured', style: `background-image: ${ground}` },
      h('div', { 'aria-hidden': 'true', class: 'coloured-copy' }, story.text),
      h(
        'div',
        { 'data-ad-comet-preview': 'message', 'data-ad-preview': 'message', id, class: 'coloured-text' },
        h('span', { dir: 'auto' }, h('div', { dir: 'auto', style: 'text-align:center' }, story.text)),
      ),
    ),
  );
}
