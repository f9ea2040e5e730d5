import { boot } from './boot.js';

const known = new Map();

/**
 * The class names of this server start for names of the style sheets, plus a few that mean nothing.
 * @param {string} names separated by spaces
 */
export function classes(names) {
  let made = known.get(names);
  if (made === undefined) {
    made = names
      .split(' ')
      .filter((name) => name !== '')
      .flatMap((name) => [hashed(name), hashed(`${name}.more`)])
      .join(' ');
    known.set(names, made);
  }
  return made;
}

/** @param {string} name */
function hashed(name) {
  let hash = 0x811c9dc5;
  for (const letter of `${boot.seed}.${name}`)
    hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return `x${(hash + 2 ** 31).toString(36)}`;
}
