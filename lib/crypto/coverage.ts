import type { StoredEntry } from '../protocol/item.ts';

/** A deed a reader was told of and was not shown the entry for. */
export interface Uncovered {
  rev: number;
  kind: 'append' | 'edit' | 'remove';
}

/** The edits an entry may account for: so many, after it came and before its last change. */
interface Span {
  from: number;
  to: number;
  left: number;
}

/**
 * Finds the deeds of a catching up that no shown entry accounts for. An entry is shown as it is now, so earlier edits of
 * it are seen by their number alone: its `rev` rose by one with each.
 */
export class Coverage {
  readonly #appends: Set<number>;
  readonly #removes: Set<number>;
  readonly #edits: Set<number>;
  readonly #spans: Span[] = [];

  constructor(deeds: Uncovered[]) {
    const of = (kind: Uncovered['kind']) =>
      new Set(deeds.filter((one) => one.kind === kind).map(({ rev }) => rev));
    this.#appends = of('append');
    this.#removes = of('remove');
    this.#edits = of('edit');
  }

  /** An entry is shown, whose `rev` was `before` when the reader saw it last (0: never). */
  show(entry: StoredEntry, before: number): void {
    const edited = entry.gone === undefined && entry.mod !== entry.at;
    this.#appends.delete(entry.at);
    this.#removes.delete(entry.mod);
    this.#edits.delete(entry.mod);
    this.#spans.push({ from: entry.at, to: entry.mod, left: entry.rev - before - (edited ? 1 : 0) });
  }

  /** What nothing shown accounts for, by revision. */
  rest(): Uncovered[] {
    const rest: Uncovered[] = [
      ...[...this.#appends].map((rev) => ({ rev, kind: 'append' as const })),
      ...[...this.#removes].map((rev) => ({ rev, kind: 'remove' as const })),
      ...this.#hiddenEdits().map((rev) => ({ rev, kind: 'edit' as const })),
    ];
    return rest.sort((a, b) => a.rev - b.rev);
  }

  /** Edits in order, each taken by the span that ends first: if any assignment accounts for all, this one does. */
  #hiddenEdits(): number[] {
    const spans = this.#spans.map((span) => ({ ...span })).sort((a, b) => a.to - b.to);
    return [...this.#edits]
      .sort((a, b) => a - b)
      .filter((rev) => {
        const span = spans.find(({ from, to, left }) => left > 0 && from < rev && rev < to);
        if (span === undefined) return true;
        span.left--;
        return false;
      });
  }
}
