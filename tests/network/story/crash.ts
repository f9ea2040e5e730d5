import type { Db } from '../../../lib/db/schema.ts';
import type { Carrier } from '../../../lib/route/carrier.ts';

/** The program died here. */
export class DiedError extends Error {
  override name = 'DiedError';
}

/**
 * Kills a local service at a step: before a question leaves, after its answer came, before a transaction writes. Dead,
 * it neither asks nor writes any more; what a transaction had written is undone, as when a worker dies.
 */
export class Crash {
  #left = Number.POSITIVE_INFINITY;
  /** Steps taken since it was armed. */
  steps = 0;

  get dead(): boolean {
    return this.#left <= 0;
  }

  /** Dies at the n-th step from now on (1: the next one). */
  at(n: number): void {
    this.#left = n;
    this.steps = 0;
  }

  /** One more step; throws DiedError where it is the last, and at every one after. */
  step(): void {
    this.steps++;
    this.#left--;
    if (this.dead) throw new DiedError('died');
  }

  /** A carrier whose questions and answers are steps. */
  carrier(inner: Carrier): Carrier {
    return {
      post: async (door, bytes) => {
        this.step();
        const answer = await inner.post(door, bytes);
        this.step();
        return answer;
      },
      get: (door, path) => inner.get(door, path),
    };
  }

  /** Counts what a database writes as steps. */
  watch(db: Db): void {
    db.use({
      stack: 'dbcore',
      name: 'crash',
      create: (core) => ({
        ...core,
        table: (name) => {
          const table = core.table(name);
          return {
            ...table,
            mutate: (request) => {
              this.step();
              return table.mutate(request);
            },
          };
        },
      }),
    });
  }
}
