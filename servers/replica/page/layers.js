import { h } from './vnode.js';
export function Layers() {
  return h('div', null);
}
