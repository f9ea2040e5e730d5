/** A place in the grid of a post's photos, in halves and thirds of its width: columns of 6, rows of the layout. */
export interface Place {
  /** First column (1 to 6) and how many. */
  column: number;
  columns: number;
  /** The row, from 1. */
  row: number;
  /** How many photos are not shown, on the last place. */
  more: number;
}

/** How a post's photos lie: one as it is, two halves, three one over two, four two by two, five and more two over three. */
export function places(count: number): Place[] {
  const at = (column: number, columns: number, row: number, more = 0) => ({ column, columns, row, more });
  if (count <= 0) return [];
  if (count === 1) return [at(1, 6, 1)];
  if (count === 2) return [at(1, 3, 1), at(4, 3, 1)];
  if (count === 3) return [at(1, 6, 1), at(1, 3, 2), at(4, 3, 2)];
  if (count === 4) return [at(1, 3, 1), at(4, 3, 1), at(1, 3, 2), at(4, 3, 2)];
  return [at(1, 3, 1), at(4, 3, 1), at(1, 2, 2), at(3, 2, 2), at(5, 2, 2, count - 5)];
}
