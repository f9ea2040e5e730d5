import { classes } from './classes.js';

const XLINK = 'http://www.w3.org/1999/xlink';

/**
 * Brings an element's attributes, listeners and properties from one description to the next.
 * `class` takes names of the style sheets, `rawclass` real ones, `on...` a listener; names with `$` are the reconciler's own.
 * @param {Element} element
 * @param {Record<string, any>} old
 * @param {Record<string, any>} props
 */
export function setProps(element, old, props) {
  for (const name of Object.keys(old)) if (!(name in props)) setProp(element, name, old[name], undefined);
  for (const [name, value] of Object.entries(props)) {
    if (old[name] !== value) setProp(element, name, old[name], value);
  }
}

/** @param {any} element @param {string} name @param {any} old @param {any} value */
function setProp(element, name, old, value) {
  if (name === 'key' || name.startsWith('$')) return;
  if (name.startsWith('on')) {
    const type = name.slice(2).toLowerCase();
    if (old) element.removeEventListener(type, old);
    if (value) element.addEventListener(type, value);
  } else if (name === 'value') {
    if (element.value !== value) element.value = value ?? '';
  } else if (value === undefined || value === null || value === false) {
    element.removeAttribute(name);
  } else if (name === 'class') {
    element.setAttribute('class', classes(value));
  } else if (name === 'rawclass') {
    element.setAttribute('class', value);
  } else if (name === 'xlink:href') {
    element.setAttributeNS(XLINK, name, value);
  } else {
    element.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
  }
}
