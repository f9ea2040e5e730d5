import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { checkMailboxes } from '../../lib/actions/letters/checkmailboxes.ts';
import { openService } from '../../lib/actions/openservice.ts';
import { runOutbox } from '../../lib/actions/outbox/run.ts';
import type { Service } from '../../lib/actions/service.ts';
import { openDb } from '../../lib/db/open.ts';
import { fetchCarrier } from '../../lib/route/fetchcarrier.ts';
import type { Passed } from '../../lib/route/route.ts';
import { pictures } from './pictures.ts';

const PAUSE = 100;
const LONGEST = 60_000;

/** Something of the story did not come about in a minute. */
export class StoryError extends Error {
  override name = 'StoryError';
}

/** Somebody of the story: a local service on a database in memory. */
export class Person {
  readonly name: string;
  readonly service: Service;

  private constructor(name: string, service: Service) {
    this.name = name;
    this.service = service;
  }

  /** Opens a service on an empty database; `passed` hears each way its questions go. */
  static async open(name: string, passed: Passed): Promise<Person> {
    const db = openDb(`peerwall ${name}`, { indexedDB: new IDBFactory(), IDBKeyRange });
    return new Person(name, await openService({ db, carrier: fetchCarrier(), pictures, passed }));
  }

  close(): void {
    this.service.db.close();
  }
}

/**
 * Lets people's outboxes and mailboxes run until `there` gives something, and answers it. Throws StoryError after a
 * minute, with what waits in the outboxes and what kept mailboxes from being read.
 */
export async function until<T>(
  people: readonly Person[],
  what: string,
  there: () => Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + LONGEST;
  const failed = new Map<string, string>();
  while (Date.now() < end) {
    const found = await there();
    if (found !== undefined) return found;
    for (const { name, service } of people) {
      await runOutbox(service);
      await checkMailboxes(service).catch((error: unknown) => failed.set(name, String(error)));
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  const waiting = await Promise.all(
    people.map(async ({ name, service }) => {
      const mailbox = failed.has(name) ? `, mailboxes: ${failed.get(name)}` : '';
      return `${name}: ${await outbox(service)}${mailbox}`;
    }),
  );
  throw new StoryError(`${what} did not come about (${waiting.join('; ')})`);
}

async function outbox({ db }: Service): Promise<string> {
  const deeds = await db.deeds.toArray();
  return deeds.map((deed) => `${deed.kind} ${deed.state}`).join(', ') || 'nothing waits';
}
