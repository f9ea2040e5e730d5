/** A user as search gives it: folded name, and the user id in hex. */
export interface Found {
  readonly name: string;
  readonly user: string;
}

interface Row extends Found {
  /** The folded name from one of its words on. */
  readonly from: string;
}

// A text that begins more names than this shows only those that come first in the index.
const SCANNED = 2_000;

/** Users by the beginning of their folded name or of a word in it; in memory, sorted. */
export class SearchIndex {
  readonly #rows: Row[];

  constructor(users: Found[]) {
    this.#rows = users.flatMap(rowsOf).sort((a, b) => order(a.from, b.from) || order(a.name, b.name));
  }

  add(user: Found): void {
    for (const row of rowsOf(user)) this.#rows.splice(this.#first(row.from), 0, row);
  }

  remove(user: Found): void {
    for (const { from } of rowsOf(user)) {
      let at = this.#first(from);
      while (this.#rows[at]?.from === from && this.#rows[at]?.user !== user.user) at++;
      if (this.#rows[at]?.from === from) this.#rows.splice(at, 1);
    }
  }

  /** Up to `most` users by name, those after the folded name `after`. A folded text of nothing finds nobody. */
  find(text: string, after: string, most: number): Found[] {
    if (text === '') return [];
    const found = new Map<string, Found>();
    for (let i = this.#first(text), scanned = 0; scanned < SCANNED; i++, scanned++) {
      const row = this.#rows[i];
      if (row === undefined || !row.from.startsWith(text)) break;
      if (row.name > after) found.set(row.user, { name: row.name, user: row.user });
    }
    return [...found.values()].sort((a, b) => order(a.name, b.name)).slice(0, most);
  }

  /** Place of the first row that is not before the text. */
  #first(text: string): number {
    let [low, high] = [0, this.#rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#rows[middle]?.from ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function rowsOf(user: Found): Row[] {
  const words = [...user.name.matchAll(/[ .'-]+(?=[^ .'-])/gu)].map((one) => one.index + one[0].length);
  return [...new Set([0, ...words])].map((at) => ({ ...user, from: user.name.slice(at) }));
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
