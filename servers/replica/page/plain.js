import { mark } from './icons.js';
import { h } from './vnode.js';

/** Login and checkpoint: no shell, no feed, a form. @param {{path: string}} props */
export function Plain({ path }) {
  const login = path.startsWith('/login');
  const field = (/** @type {string} */ name, /** @type {string} */ type, /** @type {string} */ hint) =>
    h('input', {
      name,
      type,
      placeholder: hint,
      'aria-label': hint,
      class: 'plain-field',
      autocomplete: 'off',
    });
  return h(
    'div',
    { class: 'plain' },
    mark(),
    h('h1', { class: 'notes-title' }, login ? 'Log in to Facebook' : 'Enter the code from your app'),
    h(
      'form',
      {
        method: 'POST',
        action: path,
        class: 'plain-form',
        onSubmit: (/** @type {Event} */ event) => event.preventDefault(),
      },
      login
        ? [field('email', 'text', 'Email address or phone number'), field('pass', 'password', 'Password')]
        : field('code', 'text', 'Login code'),
      h('button', { type: 'submit', class: 'blue-button plain-button' }, login ? 'Log in' : 'Continue'),
    ),
  );
}
