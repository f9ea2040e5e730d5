import { classes } from './classes.js';
import { label } from './labels.js';

/** What is left of the page after somebody else took away one of its nodes. @param {Element} mount @param {unknown} error */
export function wentWrong(mount, error) {
  Object.assign(window, { __crashed: true, __crash: String(error) });
  const box = document.createElement('div');
  box.className = classes('wrong');
  const title = document.createElement('h2');
  title.textContent = label('wrong');
  const reload = document.createElement('a');
  reload.href = location.href;
  reload.textContent = 'Reload Page';
  box.append(title, reload);
  mount.replaceChildren(box);
  document.title = 'Error';
}
