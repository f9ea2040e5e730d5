/** Facebook's page dies of this: somebody else removed or moved a node that the reconciler owns. */
export class ForeignHand extends Error {}

/**
 * Checks that all owned children of a parent are still there, in their order. Foreign ones between them are overlooked.
 * @param {Node} parent
 * @param {readonly Node[]} owned
 */
export function check(parent, owned) {
  let at = 0;
  for (let node = parent.firstChild; node !== null && at < owned.length; node = node.nextSibling) {
    if (node === owned[at]) at += 1;
  }
  if (at < owned.length)
    throw new ForeignHand("Failed to execute 'removeChild' on 'Node': not a child of this node.");
}

/**
 * Brings a parent's owned children into the wanted order with as few moves as possible, takes away those no longer wanted,
 * and with `strict` every foreign child as well.
 * @param {Node} parent
 * @param {readonly Node[]} owned what was placed last time
 * @param {readonly Node[]} wanted
 * @param {boolean} strict
 */
export function place(parent, owned, wanted, strict) {
  check(parent, owned);
  const keep = new Set(wanted);
  for (const node of owned) if (!keep.has(node)) parent.removeChild(node);
  if (strict) for (const node of [...parent.childNodes]) if (!keep.has(node)) parent.removeChild(node);
  const before = new Map(owned.map((node, i) => [node, i]));
  const staying = longestRising(wanted.map((node) => before.get(node) ?? -1));
  let next = null;
  for (let i = wanted.length - 1; i >= 0; i -= 1) {
    if (!staying.has(i)) parent.insertBefore(wanted[i], next);
    next = wanted[i];
  }
}

/**
 * The places of a longest rising run among numbers; negative ones are left out.
 * @param {number[]} numbers
 * @returns {Set<number>}
 */
function longestRising(numbers) {
  const ends = [];
  const previous = numbers.map(() => -1);
  numbers.forEach((number, i) => {
    if (number < 0) return;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]] < number) low = middle + 1;
      else high = middle;
    }
    previous[i] = low > 0 ? ends[low - 1] : -1;
    ends[low] = i;
  });
  const found = new Set();
  for (let i = ends.at(-1) ?? -1; i >= 0; i = previous[i]) found.add(i);
  return found;
}
