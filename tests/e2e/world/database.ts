import type { Person } from '../../../servers/browser/person.ts';
import { until } from '../../../servers/browser/until.ts';
import { readTable } from './readtable.ts';

/** Texts of all posts and comments in a person's own database, seen or not; no page of Peerwall has to be open. */
export async function textsOf(person: Person): Promise<string[]> {
  const rows = await tableOf<{ body?: { text?: unknown } | null }>(person, 'entries');
  return rows.flatMap(({ body }) => (typeof body?.text === 'string' ? [body.text] : []));
}

/** Makes the post with these words so many days older, in its author's own database. */
export async function makeOlder(author: Person, words: string, days: number): Promise<void> {
  const worker = await until("the extension's background", () => author.context.serviceWorkers()[0]);
  await worker.evaluate(
    async ([words, ms]) => {
      const done = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const db = await done(indexedDB.open('peerwall'));
      const change = db.transaction(['items', 'entries'], 'readwrite');
      const entries: { drop: string; body?: { text?: unknown } }[] = await done(
        change.objectStore('entries').getAll(),
      );
      const drop = entries.find(({ body }) => body?.text === words)?.drop;
      const items: { drop: string; when: number }[] = await done(change.objectStore('items').getAll());
      const item = items.find((one) => one.drop === drop);
      if (item === undefined) throw new Error(`no post is here with "${words}"`);
      await done(change.objectStore('items').put({ ...item, when: item.when - ms }));
      db.close();
    },
    [words, days * 86_400_000] as const,
  );
}

/** The key (base64url, as in the network file) of the content server where a person's newest own post lies. */
export async function serverOfNewestPost(author: Person): Promise<string> {
  const items = await tableOf<{ mine: boolean; kind: string; when: number; server: Record<number, number> }>(
    author,
    'items',
  );
  const own = items.filter(({ mine, kind }) => mine && kind === 'thread').sort((a, b) => b.when - a.when)[0];
  if (own === undefined) throw new Error('no post of their own is here');
  return Buffer.from(Object.values(own.server)).toString('base64url');
}

async function tableOf<T>(person: Person, table: string): Promise<T[]> {
  const worker = await until("the extension's background", () => person.context.serviceWorkers()[0]);
  return (await worker.evaluate(readTable, table)) as T[];
}
