import type { DeedRow } from '../../db/deeds.ts';
import { LogError } from '../../route/errors.ts';
import { warnOfLog } from '../identity/root.ts';
import type { Service } from '../service.ts';
import { backOff, classify, type Verdict } from './classify.ts';
import type { Deed, DeedKind } from './deeds.ts';
import { NotYetError } from './notyet.ts';
import type { Outcome } from './outcome.ts';
import { PERFORMERS } from './performers.ts';

const AT_ONCE = 4;

/**
 * Does all deeds that are due, and those that become due by it, until none is left.
 * A second call while one runs waits for the first and looks again.
 */
export async function runOutbox(service: Service): Promise<void> {
  await service.alone('outbox', async () => {
    for (;;) {
      const due = await findDue(service);
      if (due.length === 0) return;
      await Promise.all(apart(due).map((row) => perform(service, row)));
    }
  });
}

/** A few that may be done at once: of those about one item, the first alone, as one may build upon the other. */
function apart(due: DeedRow[]): DeedRow[] {
  const first = due.filter(
    (row, i) => row.drop === '' || due.findIndex((one) => one.drop === row.drop) === i,
  );
  return first.slice(0, AT_ONCE);
}

/** When the next deed that can be done is due (ms); null where nothing waits. */
export async function nextDue(service: Service): Promise<number | null> {
  const [first] = await doable(service, Number.MAX_SAFE_INTEGER);
  return first?.next ?? null;
}

async function findDue(service: Service): Promise<DeedRow[]> {
  const rows = await doable(service, service.now());
  return rows.sort((a, b) => a.made - b.made);
}

/** Deeds due until a moment that wait for no other, the next one first. */
async function doable({ db, route }: Service, until: number): Promise<DeedRow[]> {
  const rows = await db.deeds
    .where('[state+next]')
    .between(['waiting', 0], ['waiting', until], true, true)
    .toArray();
  if (rows.length === 0) return [];
  const open = new Set(await db.deeds.toCollection().primaryKeys());
  const stopped = route.stopped() !== null;
  return rows.filter(
    (row) =>
      isKind(row.kind) && !row.after.some((id) => open.has(id)) && (!stopped || isUnstoppable(row.kind)),
  );
}

/** What is still done when the ID log is in doubt: what takes back, and what only reads. */
function isUnstoppable(kind: string): boolean {
  return ['remove', 'delete', 'root', 'read', 'author', 'check', 'watch'].includes(kind);
}

async function perform(service: Service, row: DeedRow): Promise<void> {
  if (!isKind(row.kind)) return;
  await settle(service, row, await outcomeOf(service, row, row.kind));
}

async function outcomeOf<K extends DeedKind>(
  service: Service,
  row: DeedRow,
  kind: K,
): Promise<Outcome | Verdict> {
  const deed = { id: row.id, kind, args: row.args, tries: row.tries, made: row.made } as Deed<K>;
  try {
    return await PERFORMERS[kind](service, deed);
  } catch (error) {
    if (error instanceof NotYetError) return { is: 'later', at: error.at };
    if (error instanceof LogError) await warnOfLog(service, error);
    return classify(error, row.tries);
  }
}

async function settle({ db, now, random }: Service, row: DeedRow, end: Outcome | Verdict): Promise<void> {
  await db.atomically(async () => {
    if ('write' in end) await end.write?.();
    const meanwhile = await db.deeds.get(row.id);
    const again = meanwhile?.round !== row.round;
    if (end.is === 'done' && !again) await db.deeds.delete(row.id);
    else if (end.is === 'later' && !again)
      await db.deeds.update(row.id, { next: Math.max(end.at, now() + 1) });
    else if (end.is === 'refused') await db.deeds.update(row.id, { state: 'refused', code: end.code });
    else if (end.is === 'rekeyed' && !again) await db.deeds.update(row.id, { state: 'rekeyed' });
    else if (end.is === 'again') {
      const next = now() + backOff(row.tries, random(1));
      await db.deeds.update(row.id, { tries: row.tries + 1, next, why: end.why });
    }
  });
}

function isKind(kind: string): kind is DeedKind {
  return kind in PERFORMERS;
}
