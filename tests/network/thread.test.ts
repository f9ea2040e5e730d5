import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hex } from '../../lib/bytes.ts';
import type { Person } from './story/person.ts';
import { type Story, startStory } from './story/story.ts';

const MINUTE = 60_000;

let story: Story;
let alice: Person;
let bob: Person;
let carol: Person;
let drop: string;

beforeAll(async () => {
  story = await startStory();
  [alice, bob, carol] = await Promise.all([
    story.person('Alice'),
    story.person('Bob'),
    story.person('Carol'),
  ]);
  await story.befriend(alice, bob);
  await story.befriend(alice, carol);
  const photo = await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#2a6' } })
    .jpeg()
    .toBuffer();
  const made = await alice.does.post({
    text: 'Our garden',
    audience: 'friends',
    photos: [{ bytes: Uint8Array.from(photo), alt: 'much green' }],
  });
  drop = made.drop;
  await pass();
});
afterAll(() => story?.stop());

/** Long enough for what waits a random moment, and for receipts. */
async function pass(): Promise<void> {
  await story.settle();
  for (let i = 0; i < 3; i++) {
    await story.clock.advance(MINUTE);
    await story.settle();
  }
}
const textsOf = async (person: Person) =>
  (await person.sees.thread(drop)).map((row) => (row.body && 'text' in row.body ? row.body.text : ''));

test('a post is told to all Friends, and read with its photo', async () => {
  for (const friend of [bob, carol]) {
    expect(await friend.sees.feed()).toMatchObject([{ drop }]);
    expect(await textsOf(friend)).toEqual(['Our garden']);
    const [row] = await friend.sees.thread(drop);
    const [photo] = row?.body?.is === 'post' && 'photos' in row.body ? row.body.photos : [];
    expect(photo).toMatchObject({ type: 'image/webp', width: 1200, alt: 'much green' });
    const hash = hex(photo?.hash ?? new Uint8Array());
    const { bytes } = await friend.does.loadBlob({ drop, entry: row?.entry ?? '', hash });
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 1200, height: 800 });
  }
});

test('a comment and a reaction reach the owner, and through her the others', async () => {
  await bob.does.comment({ drop, text: 'How lovely' });
  const [first] = await bob.sees.thread(drop);
  await bob.does.react({ drop, entry: first?.entry ?? '', reaction: 'love' });
  await pass();
  for (const one of [alice, carol]) {
    expect(await textsOf(one)).toEqual(['Our garden', 'How lovely']);
    expect(await one.sees.reactions(drop)).toMatchObject([{ author: await bob.user() }]);
  }
});

test('an edited comment is the new one everywhere, a removed one is gone', async () => {
  const mine = (await bob.sees.thread(drop)).find((row) => row.mine);
  await bob.does.edit({ drop, entry: mine?.entry ?? '', text: 'How very lovely' });
  await carol.does.comment({ drop, text: 'to be taken back' });
  await pass();
  expect(await textsOf(alice)).toEqual(['Our garden', 'How very lovely', 'to be taken back']);
  const hers = (await carol.sees.thread(drop)).find((row) => row.mine);
  await carol.does.removeEntry({ drop, entry: hers?.entry ?? '' });
  await pass();
  for (const one of [alice, bob, carol])
    expect(await textsOf(one)).toEqual(['Our garden', 'How very lovely']);
});

test('who is no Friend any more reads nothing new, and can still take back what is theirs', async () => {
  await carol.does.comment({ drop, text: 'before we part' });
  await pass();
  await alice.does.unfriend({ user: await carol.user() });
  await pass();
  await bob.does.comment({ drop, text: 'among ourselves' });
  await pass();
  expect(await textsOf(alice)).toContain('among ourselves');
  expect(await textsOf(carol)).not.toContain('among ourselves');
  const hers = (await carol.sees.thread(drop)).find((row) => row.mine);
  await carol.does.removeEntry({ drop, entry: hers?.entry ?? '' });
  await pass();
  expect(await carol.sees.outbox()).toEqual([]);
  // She can tell nobody any more: the next time somebody reads, it is gone.
  await bob.does.comment({ drop, text: 'where is Carol?' });
  await pass();
  for (const one of [alice, bob]) expect(await textsOf(one)).not.toContain('before we part');
});

test('a deleted post is gone for all', async () => {
  await alice.does.deleteThread({ drop });
  await pass();
  expect(await bob.sees.feed()).toEqual([]);
  expect(await textsOf(bob)).toEqual([]);
});

test('what a new Friend sees of the Wall begins where the user said', async () => {
  const old = await alice.does.post({ text: 'long ago', audience: 'friends' });
  await pass();
  const from = story.clock.now();
  const recent = await alice.does.post({ text: 'lately', audience: 'friends' });
  await pass();
  const dave = await story.person('Dave');
  await dave.does.askFriend({ user: await alice.user() });
  await story.settle();
  await alice.does.acceptFriend({ user: await dave.user(), wallFrom: from });
  await pass();
  const seen = (await dave.sees.feed()).map((row) => row.drop);
  expect(seen).toContain(recent.drop);
  expect(seen).not.toContain(old.drop);
});
