import { boot } from './boot.js';
import { icon, mark } from './icons.js';
import { label } from './labels.js';
import { Face, Press } from './pressable.js';
import { isHome } from './route.js';
import { setState, useStore } from './store.js';
import { h } from './vnode.js';

const TABS = [
  ['home', '/', 'house'],
  ['friends', '/friends/', 'users'],
  ['video', '/watch/?ref=tab', 'tv'],
  ['marketplace', '/marketplace/?ref=app_tab', 'store'],
  ['gaming', '/gaming/play/', 'gamepad-2'],
  ['more', '/bookmarks/', 'menu'],
];

/** The bar on top of every page behind the login. */
export function Banner() {
  const { path } = useStore();
  return h(
    'div',
    { role: 'banner', class: 'banner' },
    h(
      'div',
      { class: 'banner-start' },
      h('a', { 'aria-label': 'Facebook', href: '/', role: 'link', tabindex: '0', class: 'logo' }, mark()),
      h(
        'label',
        { class: 'search' },
        icon('search', 16),
        h('input', {
          dir: boot.lang === 'ar' ? 'rtl' : 'ltr',
          'aria-expanded': 'false',
          autocomplete: 'off',
          role: 'combobox',
          placeholder: label('search'),
          'aria-label': label('search'),
          type: 'search',
        }),
      ),
    ),
    h(
      'div',
      { role: 'navigation', 'aria-label': 'Facebook', class: 'tabs' },
      h(
        'ul',
        { class: 'tabs' },
        TABS.map((tab) => Tab(tab, path)),
      ),
    ),
    h(AccountControls, null),
  );
}

/** @param {string[]} tab @param {string} path */
function Tab([name, href, drawing], path) {
  const here = name === 'home' ? isHome(path) : path.startsWith(href.split('?')[0]);
  const link = {
    'aria-label': label(name),
    href,
    role: 'link',
    tabindex: '0',
    'aria-current': here ? 'page' : undefined,
  };
  return h(
    'li',
    { class: `tab${here ? ' tab-here' : ''}${name === 'more' ? ' tab-more' : ''}` },
    h(
      'a',
      { ...link, class: 'tab-link' },
      icon(drawing, 24, here ? { fill: 'currentColor', 'fill-opacity': '.18' } : {}),
    ),
  );
}

function AccountControls() {
  const { layer, unread } = useStore();
  const open = (/** @type {string} */ kind) => () =>
    setState({ layer: layer?.kind === kind ? null : { kind } });
  const bell = unread > 0 ? label('unreadOf', unread) : label('notifications');
  const round = 'round';
  return h(
    'div',
    { role: 'navigation', 'aria-label': label('account'), class: 'controls' },
    h(Press, { label: label('menu'), class: round }, icon('grip', 20)),
    h(
      'div',
      { class: 'twin' },
      h(
        Press,
        { label: label('messenger'), class: round },
        icon('message-circle', 20, { fill: 'currentColor' }),
      ),
      h(Press, { label: label('messenger'), class: 'round shade', hidden: true }),
    ),
    h(
      'div',
      { class: 'twin' },
      h(
        'a',
        {
          'aria-label': bell,
          href: '/notifications/',
          role: 'link',
          tabindex: '0',
          class: `press round${layer?.kind === 'bell' ? ' round-on' : ''}`,
          onClick: (/** @type {Event} */ event) => {
            event.preventDefault();
            open('bell')();
          },
        },
        icon('bell', 20, { fill: 'currentColor' }),
        h('div', { role: 'none', 'data-visualcompletion': 'ignore', class: 'ring' }),
      ),
      h(Press, { label: label('notifications'), class: 'round shade', hidden: true }),
      unread > 0 && h('div', { class: 'badge' }, h('span', { class: 'badge-number' }, String(unread))),
    ),
    h(
      Press,
      {
        label: label('profile'),
        class: 'own-face',
        'aria-expanded': String(layer?.kind === 'account'),
        press: open('account'),
      },
      h(Face, { face: boot.me.face, size: 40, label: label('profile') }),
      h('span', { class: 'own-mark' }, icon('chevron-down', 12)),
    ),
  );
}
