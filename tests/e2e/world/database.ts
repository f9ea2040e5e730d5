import type { Person } from '../../../servers/browser/person.ts';
import { until } from '../../../servers/browser/until.ts';

/** Texts of all posts and comments in a person's own database, seen or not; no page of Peerwall has to be open. */
export async function textsOf(person: Person): Promise<string[]> {
  const worker = await until("the extension's background", () => person.context.serviceWorkers()[0]);
  return worker.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await done(indexedDB.open('peerwall'));
    const rows: { body?: { text?: unknown } | null }[] = await done(
      db.transaction('entries').objectStore('entries').getAll(),
    );
    db.close();
    return rows.flatMap(({ body }) => (typeof body?.text === 'string' ? [body.text] : []));
  });
}
