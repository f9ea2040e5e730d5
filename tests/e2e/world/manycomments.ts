import type { Page } from 'playwright-core';

/**
 * Writes comments of Alice below the newest post of this browser, as if they had come, straight into its database: `Plum 1.`,
 * `Plum 2.`, ... in their order. `home` is a page of the extension.
 */
export async function writeComments(home: Page, count: number): Promise<void> {
  await home.evaluate(async (count) => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await done(indexedDB.open('peerwall'));
    const change = db.transaction(['items', 'entries'], 'readwrite');
    const entries = change.objectStore('entries');
    const items: { drop: string; when: number; owner: string }[] = await done(
      change.objectStore('items').getAll(),
    );
    const item = items.sort((a, b) => b.when - a.when)[0];
    const rows: Record<string, unknown>[] = await done(entries.getAll());
    const post = rows.find((row) => row.drop === item?.drop && row.lane === 'post');
    if (item === undefined || post === undefined) throw new Error('no post is here');
    for (let i = 1; i <= count; i++) {
      const entry = i.toString(16).padStart(64, '0');
      entries.put({
        ...post,
        key: `${item.drop}:${entry}`,
        entry,
        at: Number(post.at) + i,
        body: { ...(post.body as object), is: 'comment', text: `Plum ${i}.`, re: null },
        lane: 'comment',
      });
    }
    await new Promise<void>((resolve, reject) => {
      change.oncomplete = () => resolve();
      change.onabort = () => reject(change.error);
    });
    db.close();
  }, count);
}
