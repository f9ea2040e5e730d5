import { h } from './vnode.js';
export function Plain() {
  return h('div', null);
}
