import { ask } from './api.js';
import { Notifications } from './bell.js';
import { boot } from './boot.js';
import { Card } from './card.js';
import { BeforeComposer, Composer } from './composer.js';
import { Dialog, DialogHead } from './dialog.js';
import { useEffect, useState } from './hooks.js';
import { icon } from './icons.js';
import { label } from './labels.js';
import { Face, Press } from './pressable.js';
import { setState, state, useStore } from './store.js';
import { h } from './vnode.js';

const close = () => setState({ layer: null });

/** Everything that lies over the page: one layer at a time, and a post opened from the feed. @param {{over: string}} props */
export function Layers({ over }) {
  const { layer } = useStore();
  return h(
    'div',
    null,
    over !== '' && h(PostDialog, { key: `post${over}`, id: over }),
    layer?.kind === 'before-composer' && h(BeforeComposer, { key: 'before' }),
    layer?.kind === 'composer' && h(Composer, { key: 'composer' }),
    layer?.kind === 'bell' &&
      h(Popover, { key: 'bell', label: label('notifications') }, h(Notifications, null)),
    layer?.kind === 'account' &&
      h(Popover, { key: 'account', label: label('profile') }, h(AccountMenu, null)),
    layer?.kind === 'actions' && h(Popover, { key: 'actions', label: label('actions') }, h(PostMenu, null)),
  );
}

/** A box below the bar, closed by Escape or a press elsewhere. @param {{label: string, children?: any[]}} props */
function Popover({ label: named, children = [] }) {
  const { dark } = useStore();
  useEffect(() => {
    const keys = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') close();
    };
    const press = (/** @type {Event} */ event) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('[data-popover],[role=banner]') === null) close();
    };
    document.addEventListener('keydown', keys);
    document.addEventListener('click', press);
    return () => {
      document.removeEventListener('keydown', keys);
      document.removeEventListener('click', press);
    };
  }, []);
  return h(
    'div',
    { rawclass: dark ? '__fb-dark-mode' : '__fb-light-mode' },
    h('div', { role: 'dialog', 'aria-label': named, 'data-popover': '', class: 'popover' }, children),
  );
}

function AccountMenu() {
  const { dark } = useStore();
  const row = (
    /** @type {string} */ name,
    /** @type {string} */ drawing,
    /** @type {Record<string, any>} */ more,
  ) =>
    h(
      Press,
      { class: 'menu-row', role: 'menuitem', ...more },
      h('span', { class: 'round menu-icon' }, icon(drawing, 20)),
      h('span', { dir: 'auto' }, label(name)),
    );
  const toggle = () => {
    const { classList } = document.documentElement;
    classList.toggle('__fb-dark-mode', !state.dark);
    classList.toggle('__fb-light-mode', state.dark);
    setState({ dark: !state.dark });
  };
  return h(
    'div',
    { role: 'menu', class: 'menu' },
    h(
      'a',
      { href: `/${boot.me.vanity}`, role: 'link', tabindex: '0', class: 'press menu-row' },
      h(Face, { face: boot.me.face, size: 36 }),
      h('span', { dir: 'auto' }, boot.me.name),
    ),
    row('settings', 'settings', { press: () => location.assign('/settings') }),
    row('dark', 'moon', { press: toggle, role: 'menuitemcheckbox', 'aria-checked': String(dark) }),
    row('logout', 'log-out', { press: () => location.assign('/login/') }),
  );
}

function PostMenu() {
  const row = (/** @type {string} */ name, /** @type {string} */ drawing) =>
    h(
      Press,
      { class: 'menu-row', role: 'menuitem', press: close },
      icon(drawing, 20),
      h('span', { dir: 'auto' }, label(name)),
    );
  return h('div', { role: 'menu', class: 'menu' }, row('saved', 'bookmark'), row('hide', 'x'));
}

/** A post over the feed it was opened from; the feed stays mounted below. @param {{id: string}} props */
function PostDialog({ id }) {
  const [story, setStory] = useState(() => state.stories.find((one) => one.id === id) ?? null);
  useEffect(() => {
    if (story === null) ask('story', { id }).then((found) => setStory(found.story));
  }, []);
  const leave = () => history.back();
  return h(
    Dialog,
    { close: leave, class: 'dialog-post' },
    h(DialogHead, { title: label('postOf', story?.author.name ?? ''), close: leave }),
    h(
      'div',
      { class: 'dialog-scroll' },
      story !== null &&
        h('div', { $strict: true }, h(Card, { story, index: 0, shown: true, height: 0, alone: true })),
    ),
  );
}
