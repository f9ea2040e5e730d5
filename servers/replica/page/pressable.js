import { useId } from './hooks.js';
import { h } from './vnode.js';

/**
 * A button as Facebook makes them: a div with a role, a ring that shows hover, Enter and Space.
 * @param {{label?: string, class?: string, press?: (event: Event) => void, hidden?: boolean, children?: any[], [more: string]: any}} props
 */
export function Press({ label, class: names = '', press, hidden = false, children = [], ...more }) {
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    press?.(event);
  };
  const off = more['aria-disabled'] === 'true';
  return h(
    'div',
    {
      'aria-label': label,
      'aria-hidden': hidden ? 'true' : undefined,
      role: 'button',
      tabindex: hidden || off ? '-1' : '0',
      class: `press ${names}`,
      onClick: off ? undefined : press,
      onKeydown: off ? undefined : key,
      ...more,
    },
    children,
    h('div', { role: 'none', 'data-visualcompletion': 'ignore', class: 'ring' }),
  );
}

/**
 * A round picture as Facebook draws them: an image in a masked svg, no img element.
 * @param {{face: number, size: number, label?: string}} props
 */
export function Face({ face, size, label }) {
  const id = useId();
  const half = size / 2;
  const picture = {
    x: 0,
    y: 0,
    width: '100%',
    height: '100%',
    'xlink:href': `/img/face/${face}.svg`,
    style: `height:${size}px;width:${size}px`,
    preserveAspectRatio: 'xMidYMid slice',
  };
  const named =
    label === undefined ? { role: 'none', 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label };
  return h(
    'svg',
    {
      ...named,
      'data-visualcompletion': 'ignore-dynamic',
      style: `height:${size}px;width:${size}px`,
      class: 'face',
    },
    h('mask', { id }, h('circle', { cx: half, cy: half, r: half, fill: 'white' })),
    h(
      'g',
      { mask: `url(#${id})` },
      h('image', picture),
      h('circle', { class: 'face-edge', cx: half, cy: half, r: half }),
    ),
  );
}

/**
 * A link with the parameters Facebook hangs on nearly all of them; the first is another for each post.
 * @param {string} path
 * @param {{id: string}} story
 * @param {string} [where]
 */
export function tracked(path, story, where = '-UC%2CP-R') {
  const token = `AZ${story.id.slice(7, 31)}`;
  return `${path}${path.includes('?') ? '&' : '?'}__cft__[0]=${token}&__tn__=${where}`;
}
