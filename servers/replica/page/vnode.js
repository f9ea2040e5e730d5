/**
 * A description of an element, a component's output or a text.
 * @typedef {{type: string | Function, props: Record<string, any>, key: any, children: any[]}} VNode
 */

/**
 * Describes an element or a component; null, undefined and booleans among the children are nothing, lists are flattened.
 * @param {string | Function} type
 * @param {Record<string, any> | null} props
 * @param {...any} children
 * @returns {VNode}
 */
export function h(type, props, ...children) {
  return { type, props: props ?? {}, key: props?.key, children: some(children) };
}

/** @param {any[]} list */
export function some(list) {
  return list.flat(8).filter((one) => one !== null && one !== undefined && typeof one !== 'boolean');
}
