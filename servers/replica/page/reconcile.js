import { check, place } from './place.js';
import { setProps } from './props.js';
import { some } from './vnode.js';

/**
 * Something mounted: a text, an element or a component.
 * @typedef {{kind: 'text'|'host'|'component', vnode: any, parent: any, dom: any, children: any[], owned: Node[],
 *   hooks: any[], svg: boolean, strict: boolean, depth: number, gone: boolean, stamp?: number}} Instance
 */

const SVG = 'http://www.w3.org/2000/svg';

/** The component being rendered and the number of its next hook. @type {{instance: any, hook: number}} */
export const current = { instance: null, hook: 0 };
/** How many times any component was rendered; an instance remembers its last number as `stamp`. */
export const renders = { count: 0 };
/** Effects to run when the tree stands. @type {(() => void)[]} */
export const effects = [];

/** @param {any} vnode @param {any} parent @returns {Instance} */
function make(vnode, parent) {
  const kind = typeof vnode !== 'object' ? 'text' : typeof vnode.type === 'function' ? 'component' : 'host';
  const svg =
    kind === 'host'
      ? vnode.type === 'svg' || (parent.svg && parent.vnode?.type !== 'foreignObject')
      : parent.svg;
  const strict = parent.strict || vnode.props?.$strict === true;
  return {
    kind,
    vnode,
    parent,
    dom: null,
    children: [],
    owned: [],
    hooks: [],
    svg,
    strict,
    depth: parent.depth + 1,
    gone: false,
  };
}

/** @param {any} vnode @param {any} parent */
function mount(vnode, parent) {
  const instance = make(vnode, parent);
  if (instance.kind === 'text') instance.dom = document.createTextNode(String(vnode));
  if (instance.kind === 'host') {
    instance.dom = instance.svg
      ? document.createElementNS(SVG, vnode.type)
      : document.createElement(vnode.type);
    Object.defineProperty(instance.dom, '__own', { value: true });
    setProps(instance.dom, {}, vnode.props);
    vnode.props.$ref?.(instance.dom);
  }
  if (instance.kind !== 'text') setChildren(instance, childrenOf(instance));
  if (instance.kind === 'host') placeIn(instance, false);
  return instance;
}

/** @param {Instance} instance */
function childrenOf(instance) {
  const { type, props, children } = instance.vnode;
  if (instance.kind === 'host') return children;
  renders.count += 1;
  instance.stamp = renders.count;
  const outer = { ...current };
  Object.assign(current, { instance, hook: 0 });
  const made = type({ ...props, children });
  Object.assign(current, outer);
  return some([made]);
}

/** @param {Instance} parent @param {any[]} vnodes */
function setChildren(parent, vnodes) {
  if (parent.vnode.props?.$opaque) return;
  const keyed = new Map();
  const unkeyed = [];
  for (const child of parent.children) {
    if (child.vnode.key !== undefined) keyed.set(child.vnode.key, child);
    else unkeyed.push(child);
  }
  const old = parent.children;
  let at = 0;
  parent.children = vnodes.map((vnode) => {
    const match = vnode.key !== undefined ? keyed.get(vnode.key) : unkeyed[at++];
    return match !== undefined && same(match.vnode, vnode) ? update(match, vnode) : mount(vnode, parent);
  });
  const kept = new Set(parent.children);
  for (const child of old) if (!kept.has(child)) unmount(child);
}

/** @param {any} a @param {any} b */
function same(a, b) {
  return typeof a === typeof b && (typeof a !== 'object' || (a.type === b.type && a.key === b.key));
}

/** @param {Instance} instance @param {any} vnode */
function update(instance, vnode) {
  const old = instance.vnode;
  instance.vnode = vnode;
  if (instance.kind === 'text') {
    if (old !== vnode) instance.dom.data = String(vnode);
    return instance;
  }
  if (instance.kind === 'host') setProps(instance.dom, old.props, vnode.props);
  setChildren(instance, childrenOf(instance));
  if (instance.kind === 'host') placeIn(instance, instance.strict);
  return instance;
}

/** @param {Instance} instance */
function unmount(instance) {
  instance.gone = true;
  for (const hook of instance.hooks) hook.cleanup?.();
  if (instance.kind === 'host') check(instance.dom, instance.owned);
  for (const child of instance.children) unmount(child);
}

/** @param {Instance} host @param {boolean} strict */
function placeIn(host, strict) {
  if (host.vnode.props?.$opaque) return;
  const wanted = host.children.flatMap(nodesOf);
  place(host.dom, host.owned, wanted, strict);
  host.owned = wanted;
}

/** @param {Instance} instance @returns {Node[]} */
function nodesOf(instance) {
  return instance.kind === 'component' ? instance.children.flatMap(nodesOf) : [instance.dom];
}

/** Renders a component anew with what it has. @param {Instance} instance */
export function rerender(instance) {
  setChildren(instance, childrenOf(instance));
  let host = instance.parent;
  while (host.kind === 'component') host = host.parent;
  placeIn(host, false);
}

/** Mounts a tree into an element. @param {any} vnode @param {Element} element @returns {Instance} */
export function mountInto(vnode, element) {
  const root = {
    kind: 'host',
    vnode: { props: {} },
    dom: element,
    children: [],
    owned: [],
    parent: null,
    svg: false,
  };
  const host = Object.assign(root, { strict: false, depth: 0, hooks: [], gone: false });
  setChildren(host, [vnode]);
  placeIn(host, false);
  return host;
}

/** Looks whether everything is still where it was put. @param {Instance} instance */
export function checkAll(instance) {
  if (instance.kind === 'host') check(instance.dom, instance.owned);
  for (const child of instance.children) checkAll(child);
}
