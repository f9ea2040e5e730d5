import { unfriend } from '../../lib/actions/friends/unfriend.ts';
import { loadBlob } from '../../lib/actions/items/blobs.ts';
import { comment } from '../../lib/actions/items/comment.ts';
import { edit } from '../../lib/actions/items/edit.ts';
import { deleteThread } from '../../lib/actions/items/erase.ts';
import { post } from '../../lib/actions/items/post.ts';
import { react } from '../../lib/actions/items/react.ts';
import { removeEntry } from '../../lib/actions/items/remove.ts';
import { reportEntry } from '../../lib/actions/items/report.ts';
import { hex } from '../../lib/bytes.ts';
import type { EntryRow } from '../../lib/db/items.ts';
import { befriend, type Cast } from './cast.ts';
import { type Person, until } from './person.ts';
import { sunset } from './pictures.ts';

/** Does one step and says how it went. */
export type Step = (says: string, does: () => Promise<string>) => Promise<void>;

/** Everything between two Friends and a third, told over real servers; each step waits until the others see it. */
export async function tellStory({ alice, bob, carol }: Cast, step: Step): Promise<void> {
  const all = [alice, bob, carol];
  await step('Bob and Carol find Alice by name and become her Friends', async () => {
    await befriend(bob, alice, all);
    await befriend(carol, alice, all);
    return 'both requests were accepted';
  });

  let drop = '';
  await step('Alice posts a photo to her Friends', async () => {
    const photos = [{ bytes: await sunset(), alt: 'The sun sets behind hills' }];
    ({ drop } = await post(alice.service, {
      text: 'Home at last. Look at this evening!',
      photos,
      audience: 'friends',
      keywords: ['travel'],
    }));
    await until(all, 'the post at a content server', async () =>
      (await first(alice, drop))?.state === 'there' ? true : undefined,
    );
    return `sealed, stored, and kept in Alice's own database`;
  });
  await step('Bob is told, and sees the post at once', async () => {
    await until(
      all,
      "the post in Bob's feed",
      async () => (await bob.service.db.newsFeed.get(drop)) ?? undefined,
    );
    const row = await first(bob, drop);
    return `"${textOf(row)}"`;
  });
  await step('Bob reads it from its server: photo and ad', async () => {
    const row = await until(all, 'the read post', async () => {
      const found = await first(bob, drop);
      return found?.state === 'there' ? found : undefined;
    });
    const photo = row.body?.is === 'post' && 'photos' in row.body ? row.body.photos[0] : undefined;
    if (photo === undefined) throw new Error('the post has no photo');
    const { bytes } = await loadBlob(bob.service, { drop, entry: row.entry, hash: hex(photo.hash) });
    const ad = await until(all, 'an ad', async () => (await bob.service.db.newsFeed.get(drop))?.ad);
    return `photo of ${Math.round(bytes.length / 1024)} KiB, ${photo.width} × ${photo.height}; ad: "${ad.text}" (${ad.advertiser})`;
  });

  let said = '';
  await step('Bob comments', async () => {
    ({ entry: said } = await comment(bob.service, { drop, text: 'Wonderful. Where is taht?' }));
    await until(all, "Bob's comment at Alice's", () => seen(alice, drop, said));
    await until(all, "Bob's comment at Carol's", () => seen(carol, drop, said));
    return 'Alice was told by Bob, Carol by Alice, who gave no key away for it';
  });
  await step('Alice reacts', async () => {
    await react(alice.service, { drop, entry: said, reaction: 'love' });
    await until(all, "Alice's reaction at Bob's", async () =>
      (await reactions(bob, drop)) > 0 ? true : undefined,
    );
    return 'love';
  });
  await step('Bob edits his comment', async () => {
    await edit(bob.service, { drop, entry: said, text: 'Wonderful. Where is that?' });
    const row = await until(all, "the edit at Alice's", async () => {
      const found = await seen(alice, drop, said);
      return found && found.before.length > 0 ? found : undefined;
    });
    return `"${textOf(row)}", marked as edited; the earlier words stay readable`;
  });

  let rude = '';
  await step('Carol comments rudely; Alice reports that one entry and removes it', async () => {
    ({ entry: rude } = await comment(carol.service, {
      drop,
      text: 'Nobody asked for your photos, you fool.',
    }));
    await until(all, "Carol's comment at Alice's", async () => {
      const row = await seen(alice, drop, rude);
      return row?.state === 'there' ? row : undefined;
    });
    await reportEntry(alice.service, { drop, entry: rude, reason: 'Insult' });
    await until(all, 'the report', () => nothingWaits(alice, 'report'));
    await removeEntry(alice.service, { drop, entry: rude });
    await until(all, "the removal at Bob's", async () => {
      const row = await bob.service.db.entries.get(`${drop}:${rude}`);
      return row === undefined || row.state === 'removed' ? true : undefined;
    });
    return 'the ID server learned who wrote these words, and neither the thread nor its key';
  });
  await step('Alice ends the friendship with Carol: the thread is re-keyed', async () => {
    const before = (await alice.service.db.items.get(drop))?.gen ?? 0;
    const { user } = await carol.service.db.profile
      .get('me')
      .then((me) => ({ user: hex(me?.user ?? new Uint8Array()) }));
    await unfriend(alice.service, { user });
    const gen = await until(all, 'the new generation', async () => {
      const now = (await bob.service.db.items.get(drop))?.gen ?? 0;
      return now > before ? now : undefined;
    });
    return `generation ${gen}: Bob has the new key, Carol has not`;
  });
  await step('Bob comments under the new key', async () => {
    const { entry } = await comment(bob.service, { drop, text: 'Some peace at last.' });
    await until(all, "the comment at Alice's", () => seen(alice, drop, entry));
    return 'as before';
  });
  await step('Bob posts, thinks better of it, and deletes it', async () => {
    const made = await post(bob.service, { text: 'I will regret this.', audience: 'friends' });
    await until(
      all,
      "Bob's post in Alice's feed",
      async () => (await alice.service.db.newsFeed.get(made.drop)) ?? undefined,
    );
    await deleteThread(bob.service, { drop: made.drop });
    await until(all, "the deletion at Alice's", async () =>
      (await alice.service.db.newsFeed.get(made.drop)) === undefined ? true : undefined,
    );
    return 'gone at the server, and from what Alice sees, by a deletion Bob signed';
  });
}

async function first({ service: { db } }: Person, drop: string): Promise<EntryRow | undefined> {
  return db.entries.filter((row) => row.drop === drop && row.body?.is === 'post').first();
}

async function seen({ service: { db } }: Person, drop: string, entry: string): Promise<EntryRow | undefined> {
  const row = await db.entries.get(`${drop}:${entry}`);
  return row?.body === null ? undefined : row;
}

async function reactions({ service: { db } }: Person, drop: string): Promise<number> {
  return db.entries.filter((row) => row.drop === drop && row.body?.is === 'reactions').count();
}

async function nothingWaits({ service: { db } }: Person, kind: string): Promise<true | undefined> {
  const count = await db.deeds.filter((deed) => deed.kind === kind).count();
  return count === 0 ? true : undefined;
}

function textOf(row: EntryRow | undefined): string {
  return row?.body && 'text' in row.body && typeof row.body.text === 'string' ? row.body.text : '';
}
