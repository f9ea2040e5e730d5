import { icon } from './icons.js';
import { label } from './labels.js';
import { Message } from './message.js';
import { Face, tracked } from './pressable.js';
import { h } from './vnode.js';

/** What hangs below the text of a post: pictures, a link card, a video, another post. @param {{story: any}} props */
export function Attachment({ story }) {
  const { kind } = story;
  if (kind === 'photo') return h(Photo, { story, at: 0, set: `a.${story.set}`, class: 'photo-one' });
  if (kind === 'photos') return h(Mosaic, { story });
  if (kind === 'link' || kind === 'sponsored') return h(LinkCard, { story });
  if (kind === 'video') return h(Video, { story });
  if (kind === 'shared') return h(Shared, { story });
  return null;
}

/** @param {{story: any, at: number, set: string, class: string, more?: number}} props */
function Photo({ story, at, set, class: names, more = 0 }) {
  const { id, width, height } = story.photos[at];
  const href = tracked(`/photo/?fbid=1000000${story.set}${at}&set=${set}`, story, 'EH-R');
  const picture = {
    'data-imgperflogname': 'feedImage',
    alt: 'May be an image of landscape',
    src: `/img/photo/${id}/${width}/${height}.svg`,
  };
  return h(
    'a',
    { role: 'link', href, tabindex: '0', class: `photo ${names}` },
    h('img', { ...picture, class: 'photo-image', style: `aspect-ratio:${width}/${height}` }),
    more > 0 && h('div', { class: 'photo-more' }, `+${more}`),
  );
}

/** Two to five pictures and how many more there are. @param {{story: any}} props */
function Mosaic({ story }) {
  const count = story.photos.length;
  const shown = Math.min(5, count);
  const tiles = Array.from({ length: shown }, (_, at) =>
    h(Photo, { story, at, set: `pcb.${story.set}`, class: 'photo-tile', more: at === 4 ? count - 5 : 0 }),
  );
  return h('div', { class: `mosaic mosaic-${shown}` }, tiles);
}

/** @param {{story: any}} props */
function LinkCard({ story }) {
  const ad = story.kind === 'sponsored';
  const site = ad ? 'brightleaf.example' : 'riverpost.example';
  const href = `https://l.facebook.com/l.php?u=${encodeURIComponent(`https://${site}/a/${story.set}`)}&h=AT0x${story.set}`;
  const title = ad ? 'Twelve teas, one small box' : 'The old mill bridge opens again in April';
  const { id, width, height } = story.photos[0];
  return h(
    'a',
    { role: 'link', href, tabindex: '0', target: '_blank', rel: 'nofollow noreferrer', class: 'link-card' },
    h(
      'div',
      { 'data-ad-rendering-role': 'image' },
      h('img', {
        alt: '',
        src: `/img/photo/${id}/${width}/${height}.svg`,
        class: 'photo-image',
        style: `aspect-ratio:${width}/${height}`,
      }),
    ),
    h(
      'div',
      { class: 'link-words' },
      h('div', { 'data-ad-rendering-role': 'meta', class: 'meta link-site' }, site.toUpperCase()),
      h('div', { 'data-ad-rendering-role': 'title', class: 'link-title' }, h('span', { dir: 'auto' }, title)),
      h(
        'div',
        { 'data-ad-rendering-role': 'description', class: 'meta link-text' },
        ad ? 'Try them for a month.' : 'After two years of work the crossing is free for walkers.',
      ),
    ),
  );
}

/** @param {{story: any}} props */
function Video({ story }) {
  const { id } = story.photos[0];
  return h(
    'div',
    { class: 'video' },
    h(
      'a',
      {
        role: 'link',
        href: tracked(`/watch/?v=${story.set}`, story),
        tabindex: '0',
        'aria-label': label('video'),
      },
      h('img', {
        alt: '',
        src: `/img/photo/${id}/680/382.svg`,
        class: 'photo-image',
        style: 'aspect-ratio:680/382',
      }),
      h('span', { class: 'video-play' }, icon('play', 28, { fill: '#fff', stroke: '#fff' })),
    ),
    h('span', { class: 'video-time' }, '0:00 / 1:24'),
  );
}

/** @param {{story: any}} props */
function Shared({ story }) {
  const { author, text } = story.from;
  const { id } = story.photos[0];
  return h(
    'div',
    { class: 'shared' },
    h('img', {
      alt: 'May be an image of outdoors',
      src: `/img/photo/${id}/680/356.svg`,
      class: 'photo-image',
      style: 'aspect-ratio:680/356',
    }),
    h(
      'div',
      { class: 'post-head shared-head' },
      h(Face, { face: author.face, size: 36 }),
      h(
        'div',
        { class: 'post-names' },
        h(
          'h4',
          { class: 'name' },
          h(
            'a',
            { role: 'link', tabindex: '0', href: tracked(`/${author.vanity}`, story), class: 'name-link' },
            h('strong', null, author.name),
          ),
        ),
        h('span', { class: 'meta' }, '3d'),
      ),
    ),
    h(Message, { story: { text, kind: 'shared' }, id: undefined }),
  );
}
