import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page as ChromiumPage } from 'playwright-core';
import type { Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { framesTitled, postFrame } from '../../servers/browser/frames.ts';
import type { Person } from '../../servers/browser/person.ts';
import { post } from '../../servers/browser/screens/composer.ts';
import { firstRun } from '../../servers/browser/screens/firstrun.ts';
import { askFriend, friendLine } from '../../servers/browser/screens/friends.ts';
import { lookAgain } from '../../servers/browser/screens/lookagain.ts';
import { commentWith, postWith } from '../../servers/browser/screens/thread.ts';
import { until } from '../../servers/browser/until.ts';
import { sunset } from '../../servers/demo/pictures.ts';
import { startWorld, type World } from '../e2e/world/world.ts';
import { type Firefox, startFirefox } from './driver.ts';
import { groundOf } from './ground.ts';
import { acceptIn, facebookOf, firstRunIn, openComposer, press, shows, write } from './hands.ts';

// Nobody has a helper here: letters wait in mailboxes, asked every quarter of a minute.
const MAIL = 45_000;

let world: World;
let firefox: Firefox;
let alice: Person;
let atAlice: ChromiumPage;
let home: Page;
let facebook: Page;

beforeAll(async () => {
  world = await startWorld({ people: ['Alice'] });
  alice = world.person('Alice');
  firefox = await startFirefox({ network: world.stack.network(), replicaPort: world.replica.port });
});
afterAll(async () => {
  await firefox?.stop();
  await world?.stop();
});

test('somebody with Firefox goes through the first run', async () => {
  home = await firefox.ours('home.html');
  await firstRunIn(home, 'Bob');
});

test('accepts a Friend, whose post stands in Facebook’s feed under her name', async () => {
  await firstRun(alice);
  await askFriend(alice, 'Bob');
  await acceptIn(home);
  facebook = await facebookOf(firefox, 'Bob');
  const hers = await alice.home('friends');
  await lookAgain(hers, 'Bob among her Friends', () => friendLine(hers, 'Bob').isVisible());
  atAlice = await alice.facebook();
  await post(atAlice, { text: 'Damson for Firefox' });
  const frame = await firefox.post(facebook, 'Damson for Firefox');
  expect(await authorOf(frame)).toBe('Alice');
});

test('posts from Facebook’s page, with a photo', async () => {
  const composer = await openComposer(firefox, facebook, 'Bob');
  await facebook.keyboard.type('Sloe from Firefox');
  const photo = join(firefox.folder, 'evening.jpg');
  await writeFile(photo, await sunset());
  const files = await composer.waitForSelector('input[type="file"]');
  await (files as { uploadFile(file: string): Promise<void> } | null)?.uploadFile(photo);
  await composer.waitForSelector('img');
  await press(composer, 'Post');
  await firefox.post(facebook, 'Sloe from Firefox');
  const theirs = postWith(await postFrame(atAlice, 'Sloe from Firefox', MAIL), 'Sloe from Firefox');
  expect(await theirs.getAttribute('aria-label')).toBe('Bob');
  await until('the photo', () =>
    theirs
      .locator('img')
      .evaluateAll((all) => all.some((one) => (one as HTMLImageElement).naturalWidth > 100)),
  );
});

test('comments, and the author of the post sees it', async () => {
  const frame = await firefox.post(facebook, 'Damson for Firefox');
  await write(facebook, frame, 'Write a comment', 'Medlar, says Bob');
  await press(frame, 'Send comment');
  const own = postWith(await postFrame(atAlice, 'Damson for Firefox'), 'Damson for Firefox');
  await commentWith(own, 'Medlar, says Bob').waitFor({ timeout: MAIL });
});

test('his frames turn dark when Facebook does, and let the page show through', async () => {
  const bell = await firefox.frame(facebook, 'Peerwall notifications');
  for (const [from, theme] of [
    ['light', 'dark'],
    ['dark', 'light'],
  ]) {
    await facebook.evaluate(
      (old, now) => document.documentElement.classList.replace(`__fb-${old}-mode`, `__fb-${now}-mode`),
      from,
      theme,
    );
    for (const frame of [await firefox.post(facebook, 'Sloe from Firefox'), bell])
      await until(`a ${theme} frame`, () =>
        frame.evaluate((wanted) => document.documentElement.dataset.theme === wanted, theme),
      );
    await until('a ground that is the page’s', async () => {
      const { inside, beside } = await groundOf(facebook, bell);
      return inside === beside;
    });
  }
});

test('what he deletes is gone only after he said yes in a window of the extension', async () => {
  const frame = await firefox.post(facebook, 'Sloe from Firefox');
  await askToDelete(frame);
  const first = await firefox.ours('confirm.html');
  await until('the words of the post', () => shows(first, 'Sloe from Firefox'));
  await press(first, 'No');
  await until('the word that it was not done', () => shows(frame, 'you said no'));
  await press(frame, 'Delete');
  await press(await firefox.ours('confirm.html'), 'Yes');
  const gone = async () => {
    for (const one of await framesTitled(atAlice, 'Peerwall post'))
      if ((await one.getByText('Sloe from Firefox').count()) > 0) return false;
    return true;
  };
  await until('no such post at Alice', gone, MAIL);
});

test('nothing of it reached Facebook', () => {
  const heard = world.replica.recorder.words();
  for (const word of ['Damson', 'Sloe', 'Medlar']) expect(heard).not.toContain(word);
});

async function askToDelete(frame: Frame): Promise<void> {
  await press(frame, 'More');
  await press(frame, 'Delete', 'menuitem');
  await press(frame, 'Delete');
}

function authorOf(frame: Frame): Promise<string | null> {
  return frame.evaluate(() => document.querySelector('article')?.getAttribute('aria-label') ?? null);
}
