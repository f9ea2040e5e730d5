import { h } from './vnode.js';
export function Comments() {
  return h('div', null);
}
