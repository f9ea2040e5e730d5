import { boot, firstName } from './boot.js';
import { icon } from './icons.js';
import { label } from './labels.js';
import { Face, Press } from './pressable.js';
import { setState } from './store.js';
import { h } from './vnode.js';

/** Opens Facebook's composer, or, where that cohort has one, the small dialog before it. */
export function openComposer() {
  setState({ layer: { kind: boot.modal ? 'before-composer' : 'composer' } });
}

/** The card that opens the composer, with other words than the usual ones on somebody else's profile. @param {{words: string}} props */
export function ComposerTrigger({ words }) {
  const action = (/** @type {string} */ name, /** @type {string} */ drawing, /** @type {string} */ colour) =>
    h(
      Press,
      { class: 'trigger-action', press: openComposer },
      icon(drawing, 24, { style: `color:${colour}` }),
      h('span', { dir: 'auto', class: 'trigger-word' }, label(name)),
    );
  return h(
    'div',
    { 'aria-label': label('createPost'), role: 'region', class: 'card trigger' },
    h(
      'div',
      { class: 'trigger-top' },
      h(
        'a',
        {
          role: 'link',
          'aria-label': label('timelineOf', boot.me.name),
          href: `/${boot.me.vanity}`,
          tabindex: '0',
          class: 'trigger-face',
        },
        h(Face, { face: boot.me.face, size: 40 }),
      ),
      h(
        Press,
        { class: 'trigger-pill', press: openComposer },
        h('div', null, h('span', { dir: 'auto', class: 'trigger-text' }, words || label('mind', firstName))),
      ),
    ),
    h('div', { class: 'trigger-line' }),
    h(
      'div',
      { class: 'trigger-actions' },
      action('live', 'video', '#F3425F'),
      action('photoVideo', 'image', '#45BD62'),
      action('feeling', 'sticker', '#F7B928'),
    ),
  );
}
