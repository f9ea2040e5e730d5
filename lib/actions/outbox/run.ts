import type { DeedRow } from '../../db/deeds.ts';
import { LogError } from '../../route/errors.ts';
import { warnOfLog } from '../identity/root.ts';
import type { Service } from '../service.ts';
import { Bell } from './bell.ts';
import { backOff, classify, type Verdict } from './classify.ts';
import type { Deed, DeedKind } from './deeds.ts';
import { NotYetError } from './notyet.ts';
import type { Outcome } from './outcome.ts';
import { PERFORMERS } from './performers.ts';

const AT_ONCE = 4;

/**
 * Does all deeds that are due, and those that become due meanwhile, until none is left: four at once, so that a slow one
 * holds no other up. A second call while one runs waits for the first and looks again. Rejects where the database fails.
 */
export async function runOutbox(service: Service): Promise<void> {
  await service.alone('outbox', async () => {
    const running = new Map<string, { drop: string; end: Promise<unknown> }>();
    const faults: unknown[] = [];
    // what is under way then is waited for: nothing may be done twice at once
    const fault = (error: unknown) => {
      faults.push(error);
      return [];
    };
    const bell = new Bell(service);
    try {
      for (;;) {
        const rung = bell.rung();
        const free = faults.length > 0 ? [] : await findFree(service, running).catch(fault);
        for (const row of free) {
          const end = perform(service, row)
            .catch(fault)
            .finally(() => running.delete(row.id));
          running.set(row.id, { drop: row.drop, end });
        }
        if (running.size === 0) break;
        await Promise.race([rung, ...[...running.values()].map(({ end }) => end)]);
      }
    } finally {
      bell.stop();
    }
    if (faults.length > 0) throw faults[0];
  });
}

/** A few that may begin: of those about one item, one at a time in their order, as one may build upon the other. */
async function findFree(
  service: Service,
  running: ReadonlyMap<string, { drop: string }>,
): Promise<DeedRow[]> {
  if (running.size >= AT_ONCE) return [];
  const drops = new Set([...running.values()].map(({ drop }) => drop));
  const free: DeedRow[] = [];
  for (const row of await findDue(service)) {
    if (running.has(row.id) || (row.drop !== '' && drops.has(row.drop))) continue;
    drops.add(row.drop);
    free.push(row);
  }
  return free.slice(0, AT_ONCE - running.size);
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
  const [rows, all] = await Promise.all([
    db.deeds.where('[state+next]').between(['waiting', 0], ['waiting', until], true, true).toArray(),
    db.deeds.toCollection().primaryKeys(),
  ]);
  const open = new Set(all);
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
    if (error instanceof NotYetError) return { is: 'later', at: error.at, why: error.message };
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
      await db.deeds.update(row.id, {
        next: Math.max(end.at, now() + 1),
        ...(end.why === undefined ? {} : { why: end.why }),
      });
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
