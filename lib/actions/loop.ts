import { FullError } from '../db/full.ts';
import { doChores } from './chores.ts';
import { checkMailboxes } from './letters/checkmailboxes.ts';
import { nextDue, runOutbox } from './outbox/run.ts';
import type { Service } from './service.ts';

/** Letters of one device go together after 50 ms: nothing that is due soon waits much longer. */
const SOON = 10;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const LONGEST = 10 * MINUTE;

export interface Loop {
  /** A Peerwall surface is visible, or none is: mailboxes are asked every 15 seconds, or every 5 minutes. */
  show(visible: boolean): void;
  stop(): void;
}

/**
 * Keeps a local service going: the outbox when something is due, the mailboxes by the clock, the chores every hour.
 * What fails is tried again in its turn; `failed` hears of what is no one's fault on the way.
 */
export function startLoop(service: Service, failed: (error: unknown) => void = () => undefined): Loop {
  let stopped = false;
  let visible = false;
  const timers = new Map<string, { at: number; cancel: () => void }>();

  /** The earlier of two plans counts: what woke while the next look was being planned is not put off by it. */
  const plan = (name: string, ms: number, work: () => Promise<void>) => {
    const at = service.now() + ms;
    const before = timers.get(name);
    if (stopped || (before !== undefined && before.at <= at)) return;
    before?.cancel();
    const start = () => {
      timers.delete(name);
      work().catch(failed);
    };
    timers.set(name, { at, cancel: service.later(start, ms) });
  };
  const outbox = async () => {
    let least = SECOND;
    try {
      await runOutbox(service);
      least = SOON;
    } catch (error) {
      if (error instanceof FullError) least = MINUTE;
      throw error;
    } finally {
      // a database that cannot even say what is due is asked again
      const due = await nextDue(service).catch(() => service.now() + MINUTE);
      if (due !== null) plan('outbox', Math.min(LONGEST, Math.max(least, due - service.now())), outbox);
    }
  };
  const mailboxes = async () => {
    try {
      await checkMailboxes(service);
    } finally {
      plan('mailboxes', visible ? 15 * SECOND : 5 * MINUTE, mailboxes);
    }
  };
  const chores = async () => {
    try {
      await doChores(service);
    } finally {
      plan('chores', 60 * MINUTE, chores);
    }
  };
  const waker = () => plan('outbox', 0, outbox);

  service.wakers.add(waker);
  plan('chores', 0, chores);
  plan('outbox', 0, outbox);
  plan('mailboxes', 0, mailboxes);
  return {
    show: (now) => {
      if (now && !visible) plan('mailboxes', 0, mailboxes);
      visible = now;
    },
    stop: () => {
      stopped = true;
      service.wakers.delete(waker);
      for (const { cancel } of timers.values()) cancel();
    },
  };
}
