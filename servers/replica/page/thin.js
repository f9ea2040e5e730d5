import { h } from './vnode.js';
export function Standalone() {
  return h('div', null);
}
export function Thin() {
  return h('div', null);
}
