/** Two different places (from 0) in a phrase of `count` words, in order, to be asked for; `random` from 0 up to 1. */
export function twoPlaces(count: number, random: () => number): [number, number] {
  const first = Math.floor(random() * count);
  const other = (first + 1 + Math.floor(random() * (count - 1))) % count;
  return first < other ? [first, other] : [other, first];
}
