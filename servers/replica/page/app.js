import { Banner } from './banner.js';
import { boot } from './boot.js';
import { StoriesTray } from './extras.js';
import { Feed } from './feed.js';
import { useEffect } from './hooks.js';
import { SHORTCUTS } from './hotkeys.js';
import { icon } from './icons.js';
import { label } from './labels.js';
import { Layers } from './layers.js';
import { Plain } from './plain.js';
import { Press } from './pressable.js';
import { LeftRail, RightRail } from './rails.js';
import { isHome, isPost, postIn } from './route.js';
import { useStore } from './store.js';
import { Standalone, Thin } from './thin.js';
import { ComposerTrigger } from './trigger.js';
import { h } from './vnode.js';

/** The whole page: the shell with what the address asks for, and the layers over it in a later subtree. */
export function App() {
  const { path, unread, under } = useStore();
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Facebook` : 'Facebook';
  }, [unread, path]);
  const page = under || path;
  if (/^\/(login|checkpoint|recover|two_step_verification)/.test(path)) return h(Plain, { path });
  return h(
    'div',
    null,
    h(
      'div',
      null,
      h(
        'div',
        { class: 'shell' },
        h(Banner, null),
        h(Columns, { page }),
        h('div', { 'data-at-shortcutkeys': JSON.stringify(SHORTCUTS) }),
        h('span', { id: 'has-finished-comet-page' }),
        dock(),
      ),
    ),
    h(Layers, { over: under === '' ? '' : postIn(path) }),
  );
}

/** @param {{page: string}} props */
function Columns({ page }) {
  if (boot.broken === 'renamed')
    return h('div', { class: 'columns' }, h('div', { 'data-r': 'main', class: 'main' }));
  if (boot.broken === 'empty')
    return h('div', { class: 'columns' }, h(LeftRail, null), h('div', { role: 'main', class: 'main' }));
  if (isPost(page))
    return h(
      'div',
      { class: 'columns columns-post' },
      h('div', { role: 'main', class: 'main' }, h(Standalone, { id: postIn(page), key: page })),
    );
  if (!isHome(page)) return h(Thin, { page });
  return h(
    'div',
    { class: 'columns' },
    h(LeftRail, null),
    h(
      'div',
      { role: 'main', class: 'main' },
      h('span', { id: 'ssrb_stories_start' }),
      h(StoriesTray, null),
      h(ComposerTrigger, { words: '' }),
      h('span', { id: 'ssrb_feed_start' }),
      h(Feed, null),
    ),
    h(RightRail, null),
  );
}

function dock() {
  return h(Press, { label: label('newMessage'), class: 'dock' }, icon('pencil', 20));
}
