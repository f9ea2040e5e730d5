import type { DeedRow, DeedState } from '../deeds.ts';
import type { Db } from '../schema.ts';

/** A deed of the user's own making that is on its way, or was refused. */
export interface OutboxLine {
  id: string;
  kind: string;
  state: DeedState;
  /** What the server said, where it refused. */
  code: string | null;
  /** Why it has to wait, where that is known. */
  why: string | null;
  tries: number;
  next: number;
  drop: string;
}

/** Deeds that users know of; the others run the house. */
const SHOWN = [
  'create',
  'put',
  'chunks',
  'remove',
  'delete',
  'change',
  'report',
  'letters',
  'register',
  'leave',
];

/** What waits to be sent, oldest first. */
export async function outboxView(db: Db): Promise<OutboxLine[]> {
  const rows: DeedRow[] = await db.deeds.where('kind').anyOf(SHOWN).sortBy('made');
  return rows.map(({ id, kind, state, code, why, tries, next, drop }) => ({
    id,
    kind,
    state,
    code: code ?? null,
    why: why ?? null,
    tries,
    next,
    drop,
  }));
}
