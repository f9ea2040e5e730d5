import type { Page } from 'playwright-core';

/** Puts `count` threads of one Friend into the database of the page's extension, as reading them would have. */
export async function fillThreads(home: Page, count: number): Promise<void> {
  await home.evaluate(fill, count);
}

async function fill(count: number): Promise<void> {
  const id = (n: number) => n.toString(16).padStart(64, '0');
  const fern = 'fe'.repeat(32);
  const open = indexedDB.open('peerwall');
  await new Promise((done) => open.addEventListener('success', done));
  const change = open.result.transaction(['items', 'entries', 'newsFeed', 'authors'], 'readwrite');
  const none = new Uint8Array(32);
  const begin = Date.now() - count * 60_000;
  const author = { user: fern, name: 'Fern', account: none, state: 'listed', devices: [] };
  change.objectStore('authors').put(author);
  for (let n = 0; n < count; n++) {
    const [drop, entry, when] = [id(n), id(n + count), begin + n * 60_000];
    const item = {
      drop,
      id: none,
      server: none,
      kind: 'thread',
      owner: fern,
      mine: false,
      records: [],
      gen: 0,
    };
    const read = {
      itemKeys: [],
      rev: 1,
      root: none,
      heard: [],
      trail: { from: 0, roots: new Uint8Array(0) },
    };
    const given = { older: null, olderReactions: null, audience: 'friends', readers: [], shared: false };
    change.objectStore('items').put({ ...item, ...read, ...given, when, state: 'there', news: [] });
    const text = `Post number ${n}. ${'Words of a post, as long as posts are. '.repeat(1 + (n % 7))}`;
    const body = { is: 'post', text, when, mentions: [], photos: [], keywords: [], audience: 'friends' };
    const place = { key: `${drop}:${entry}`, drop, entry, by: entry, number: none, at: 1, lane: 'post' };
    const state = { mine: false, author: fern, body, before: [], when, state: 'there', want: 0, sent: 0 };
    change.objectStore('entries').put({ ...place, ...state });
    change.objectStore('newsFeed').put({ drop, user: fern, when });
  }
  await new Promise((done, lost) => {
    change.addEventListener('complete', done);
    change.addEventListener('error', lost);
  });
  open.result.close();
}
