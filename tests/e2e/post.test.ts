import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framesTitled, frameTitled, postFrame } from '../../servers/browser/frames.ts';
import type { Person } from '../../servers/browser/person.ts';
import { composer, fillComposer, openComposer, sendPost } from '../../servers/browser/screens/composer.ts';
import { press } from '../../servers/browser/screens/press.ts';
import { postWith } from '../../servers/browser/screens/thread.ts';
import { until } from '../../servers/browser/until.ts';
import { sunset } from '../../servers/demo/pictures.ts';
import { Cut } from './world/cut.ts';
import { textsOf } from './world/database.ts';
import { expectFacebookKnowsNothing } from './world/facebook.ts';
import { photographFailures } from './world/failures.ts';
import { worldOfFriends } from './world/prepared.ts';
import type { World } from './world/world.ts';

let world: World;
let alice: Person;
let bob: Person;
let atAlice: Page;
let atBob: Page;

beforeAll(async () => {
  world = await worldOfFriends({ helpers: true });
  [alice, bob] = [world.person('Alice'), world.person('Bob')];
  [atAlice, atBob] = await Promise.all([alice.facebook(), bob.facebook()]);
});
afterAll(() => world?.stop());
photographFailures(() => world);

async function write(frame: Frame, text: string): Promise<void> {
  await fillComposer(atAlice, frame, { text });
}

async function choose(frame: Frame, audience: string): Promise<void> {
  await press(frame.getByRole('button', { name: 'Audience' }));
  // what needs no second choice closes the list at once
  await press(frame.getByRole('radio', { name: new RegExp(`^${audience}`) }));
}

describe('a post from Facebook’s own page', () => {
  test('a click on "What’s on your mind" opens Peerwall’s composer; the Friend sees text, photo, name, time, audience', async () => {
    const frame = await openComposer(atAlice);
    const photo = { name: 'evening.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await sunset()) };
    await fillComposer(atAlice, frame, { text: 'Quince evening', photos: [photo] });
    await sendPost(atAlice, frame);
    await composerGone();
    await postFrame(atAlice, 'Quince evening');

    const theirs = postWith(await postFrame(atBob, 'Quince evening', 60_000), 'Quince evening');
    expect(await theirs.getAttribute('aria-label')).toBe('Alice');
    await theirs.locator('time').first().waitFor();
    await theirs.getByText('Friends').first().waitFor();
    await until('the photo', () =>
      theirs
        .locator('img')
        .evaluateAll((all) => all.some((one) => (one as HTMLImageElement).naturalWidth > 100)),
    );
  });

  test('with it comes an ad, marked as one, whose link gives nothing away', async () => {
    const theirs = postWith(await postFrame(atBob, 'Quince evening'), 'Quince evening');
    await theirs.getByText('Ad', { exact: true }).first().waitFor();
    const link = theirs.locator('a[href^="https://"]').first();
    expect(await link.getAttribute('rel')).toMatch(/noreferrer/);
    expect(new URL((await link.getAttribute('href')) ?? '').search).toBe('');
  });

  test('Enter on the trigger, and the key p, open it too', async () => {
    const trigger = atAlice.getByRole('button', { name: /on your mind/i }).first();
    await trigger.focus();
    await atAlice.keyboard.press('Enter');
    const first = await composer(atAlice);
    await press(first.getByRole('button', { name: 'Close' }));
    await composerGone();
    await atAlice.locator('body').press('p');
    const second = await composer(atAlice);
    await press(second.getByRole('button', { name: 'Close' }));
    await composerGone();
  });

  test('while Bob looks elsewhere the bell’s number, which is Peerwall’s, rises; the bell tells why; once seen it falls', async () => {
    await allSeen(atBob);
    const bell = await frameTitled(atBob, 'Peerwall notifications');
    const elsewhere = await bob.context.newPage();
    const frame = await openComposer(atAlice);
    await write(frame, 'Mulberry at dusk');
    await sendPost(atAlice, frame);
    const counts = bell.getByRole('button', { name: 'Peerwall notifications, 1 new' });
    await counts.waitFor({ timeout: 60_000 });
    await elsewhere.close();
    await atBob.bringToFront();
    await press(bell.getByRole('button', { name: /^Peerwall notifications/ }));
    await bell.getByRole('listitem').filter({ hasText: 'Alice posted.' }).first().waitFor();
    await press(bell.getByRole('button', { name: /^Peerwall notifications/ }));
    await postFrame(atBob, 'Mulberry at dusk');
    await counts.waitFor({ state: 'detached' });
  });

  test('"Only me" and chosen Friends reach nobody else; no keyword is chosen unless the author does', async () => {
    const own = await openComposer(atAlice);
    await choose(own, 'Only me');
    await press(own.getByRole('button', { name: 'Keywords' }));
    await own.getByRole('group', { name: 'Keywords to choose from' }).getByRole('button').first().waitFor();
    expect(await own.getByRole('button', { pressed: true }).count()).toBe(0);
    await write(own, 'Medlar diary');
    await sendPost(atAlice, own);
    await postFrame(atAlice, 'Medlar diary');
    const chosen = await openComposer(atAlice);
    await choose(chosen, 'Chosen Friends');
    await press(chosen.getByRole('checkbox', { name: 'Bob' }));
    await press(chosen.getByRole('button', { name: 'Done' }));
    await write(chosen, 'Loquat for one');
    await sendPost(atAlice, chosen);
    const theirs = postWith(await postFrame(atBob, 'Loquat for one', 60_000), 'Loquat for one');
    await theirs.getByText('Chosen Friends').waitFor();
    expect(await textsOf(bob)).not.toContain('Medlar diary');
  });

  test('while nobody can be reached the outbox shows what is on its way; then it is empty', async () => {
    const cut = new Cut(0);
    try {
      const frame = await openComposer(atAlice);
      await write(frame, 'Persimmon waits');
      await sendPost(atAlice, frame);
      const home = await alice.home('status');
      const outbox = home.getByRole('region', { name: 'Outbox' });
      await outbox.getByText('A post is on its way to its server').waitFor();
      cut[Symbol.dispose]();
      await press(outbox.getByRole('button', { name: 'Try again' }).first());
      await outbox.getByText('Nothing waits: everything you did arrived.').waitFor({ timeout: 60_000 });
    } finally {
      cut[Symbol.dispose]();
    }
    await postFrame(atBob, 'Persimmon waits', 60_000);
  });

  test('"Post to Facebook instead": the next click opens Facebook’s own composer, which takes the words; then ours again', async () => {
    await atAlice.bringToFront();
    const frame = await openComposer(atAlice);
    await press(frame.getByRole('button', { name: 'Post to Facebook instead' }));
    await composerGone();
    const theirs = atAlice.locator('[data-lexical-editor="true"][role="textbox"]');
    expect(await theirs.count()).toBe(0);
    await atAlice
      .getByRole('button', { name: /on your mind/i })
      .first()
      .click();
    await press(theirs);
    await atAlice.keyboard.type('Hello everybody');
    await until('the words at Facebook', () => world.replica.recorder.words().includes('Hello everybody'));
    expect(await framesTitled(atAlice, 'Peerwall composer')).toEqual([]);
    await fresh();
    const ours = await openComposer(atAlice);
    await press(ours.getByRole('button', { name: 'Close' }));
    await composerGone();
  });
});

describe('told directly', () => {
  test('a Friend whose mailboxes are asked every five minutes has the post at once: his helper got it', async () => {
    await atBob.goto('about:blank');
    for (const page of bob.context.pages()) if (page !== atBob) await page.close();
    const frame = await openComposer(await fresh());
    await write(frame, 'Damson at once');
    await sendPost(atAlice, frame);
    await until(
      'the post in his database',
      async () => (await textsOf(bob)).includes('Damson at once'),
      30_000,
    );
  });
});

describe('Facebook', () => {
  test('got no word of any of it', async () => {
    const words = ['Quince', 'Mulberry', 'Medlar', 'Loquat', 'Persimmon', 'Damson'];
    await expectFacebookKnowsNothing(world, await fresh(), words);
  });
});

async function fresh(): Promise<Page> {
  await atAlice.goto('https://www.facebook.com/');
  return atAlice;
}

function composerGone(): Promise<unknown> {
  return until(
    'no composer of ours',
    async () => (await framesTitled(atAlice, 'Peerwall composer')).length === 0,
  );
}

/** Opens the bell, marks as read what was not yet seen, closes it. */
async function allSeen(page: Page): Promise<void> {
  const bell = await frameTitled(page, 'Peerwall notifications');
  const plain = bell.getByRole('button', { name: 'Peerwall notifications', exact: true });
  const all = bell.getByRole('button', { name: 'Mark all as read' });
  await press(bell.getByRole('button', { name: /^Peerwall notifications/ }));
  await until('nothing new', async () => {
    if (await all.isVisible()) await all.click();
    return plain.isVisible();
  });
  await press(plain);
  await bell.getByRole('heading', { name: 'Notifications' }).waitFor({ state: 'detached' });
}
