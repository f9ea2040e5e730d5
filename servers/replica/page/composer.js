import { publish, saveDraft } from './api.js';
import { boot, firstName } from './boot.js';
import { Dialog, DialogHead } from './dialog.js';
import { useBox, useEffect, useState } from './hooks.js';
import { icon } from './icons.js';
import { label } from './labels.js';
import { Face, Press } from './pressable.js';
import { setState } from './store.js';
import { Textbox } from './textbox.js';
import { h } from './vnode.js';

const close = () => setState({ layer: null });

/** The small dialog that some are shown before the composer. */
export function BeforeComposer() {
  return h(
    Dialog,
    { close, class: 'dialog-small' },
    h(DialogHead, { title: label('createTitle'), close }),
    h('p', { dir: 'auto', class: 'dialog-text' }, label('sharedFriends')),
    h(
      'div',
      { class: 'dialog-foot' },
      h(
        Press,
        {
          label: label('next'),
          class: 'blue-button',
          press: () => setState({ layer: { kind: 'composer' } }),
        },
        h('span', { dir: 'auto' }, label('next')),
      ),
    ),
  );
}

/** Facebook's composer: what is written here goes to Facebook, the draft while one writes, the post at the end. */
export function Composer() {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const draft = useBox(0);
  useEffect(() => () => clearTimeout(draft.value), []);
  const change = (/** @type {string} */ next) => {
    setText(next);
    clearTimeout(draft.value);
    draft.value = setTimeout(() => saveDraft(next), 400);
  };
  const ready = text.trim() !== '' && !busy;
  const submit = () => {
    setBusy(true);
    clearTimeout(draft.value);
    publish(text);
  };
  const add = (/** @type {string} */ name, /** @type {string} */ drawing, /** @type {string} */ colour) =>
    h(Press, { label: label(name), class: 'plain-round' }, icon(drawing, 24, { style: `color:${colour}` }));
  return h(
    Dialog,
    { close },
    h(
      'form',
      { method: 'POST', onSubmit: (/** @type {Event} */ event) => event.preventDefault() },
      h('div', null, h(DialogHead, { title: label('createTitle'), close, labelled: true })),
      h(
        'div',
        { class: 'composer-body' },
        h(
          'div',
          { class: 'composer-who' },
          h(Face, { face: boot.me.face, size: 40 }),
          h(
            'div',
            null,
            h('span', { dir: 'auto', class: 'name composer-name' }, boot.me.name),
            h(
              Press,
              { label: label('audience'), class: 'chip' },
              icon('users', 12, { fill: 'currentColor' }),
              label('audience'),
              icon('chevron-down', 12),
            ),
          ),
        ),
        h(
          'div',
          { role: 'presentation' },
          h(Textbox, {
            label: label('mind', firstName),
            class: text.length > 85 ? 'composer-text' : 'composer-text composer-big',
            change,
            focus: true,
          }),
        ),
        h('input', {
          accept: 'image/*,image/heif,image/heic,video/*,video/mp4',
          multiple: true,
          type: 'file',
          class: 'unseen',
          tabindex: '-1',
        }),
        h(
          'div',
          { class: 'composer-add' },
          h('span', { dir: 'auto', class: 'composer-add-text' }, label('addTo')),
          add('photoVideo', 'image', '#45BD62'),
          add('feeling', 'sticker', '#F7B928'),
          add('live', 'map-pin', '#F5533D'),
          add('more', 'ellipsis', 'var(--secondary-text)'),
        ),
        h(
          Press,
          {
            'aria-disabled': ready ? undefined : 'true',
            label: label('post'),
            class: 'blue-button',
            press: submit,
          },
          h('span', { dir: 'auto' }, label('post')),
        ),
      ),
    ),
  );
}
