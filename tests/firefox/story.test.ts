import type { Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postFrame } from '../../servers/browser/frames.ts';
import type { Person } from '../../servers/browser/person.ts';
import { post } from '../../servers/browser/screens/composer.ts';
import { firstRun } from '../../servers/browser/screens/firstrun.ts';
import { askFriend } from '../../servers/browser/screens/friends.ts';
import { until } from '../../servers/browser/until.ts';
import { startWorld, type World } from '../e2e/world/world.ts';
import { type Firefox, startFirefox } from './driver.ts';

let world: World;
let firefox: Firefox;
let alice: Person;
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

/** Puts text into the field of this name, as typed. */
async function type(place: Page | Frame, name: string, text: string): Promise<void> {
  await place.locator(`::-p-aria([name="${name}"])`).click();
  const focused = await place.waitForSelector(`::-p-aria([name="${name}"])`);
  await focused?.type(text);
}

async function press(place: Page | Frame, name: string): Promise<void> {
  await place.locator(`::-p-aria([name="${name}"][role="button"])`).click();
}

test('somebody with Firefox goes through the first run', async () => {
  home = await firefox.ours('home.html');
  await press(home, 'Join this network');
  await type(home, 'Your name', 'Bob');
  await home.locator('::-p-aria([name="Birth date"])').fill('1990-05-04');
  await press(home, 'Create my identity');
  await home.waitForSelector('::-p-aria([name="Recovery phrase"][role="list"])');
  await press(home, 'I will do it later');
  await home.waitForSelector('::-p-aria([name="Peerwall"][role="navigation"])', { timeout: 90_000 });
});

test('accepts a Friend, whose post stands in Facebook’s feed', async () => {
  await firstRun(alice);
  await askFriend(alice, 'Bob');
  await home.evaluate(() => {
    location.hash = 'friends';
  });
  await home.locator('::-p-aria([name="Accept"][role="button"])').setTimeout(60_000).click();
  facebook = await firefox.browser.newPage();
  await facebook.goto('https://www.facebook.com/?me=Bob');
  const atAlice = await alice.facebook();
  await until(
    'Bob is a Friend',
    async () => {
      const friends = await alice.home('friends');
      return (
        (await friends
          .getByRole('region', { name: /^Your Friends/ })
          .getByText('Bob')
          .count()) > 0
      );
    },
    60_000,
  );
  await atAlice.bringToFront();
  await post(atAlice, { text: 'Damson for Firefox' });
  await facebook.bringToFront();
  await until('the post in Bob’s feed', () => shownIn('Peerwall post', 'Damson for Firefox'), 90_000);
});

test('posts from Facebook’s page, and says yes in the extension’s own window', async () => {
  await facebook.locator("::-p-aria(What's on your mind, Bob?)").click();
  const composer = await firefox.frame(facebook, 'Peerwall composer');
  await type(composer, "What's on your mind?", 'Sloe from Firefox');
  await press(composer, 'Post');
  const confirm = await firefox.ours('confirm.html');
  await press(confirm, 'Yes');
  const atAlice = alice.context.pages().find((page) => page.url().startsWith('https://www.facebook.com'));
  expect(atAlice).toBeDefined();
  if (atAlice !== undefined) await postFrame(atAlice, 'Sloe from Firefox', 90_000);
});

test('nothing of it reached Facebook', () => {
  const heard = world.replica.recorder.words();
  for (const word of ['Damson', 'Sloe']) expect(heard).not.toContain(word);
});

async function shownIn(title: string, words: string): Promise<boolean> {
  for (const frame of await firefox.frames(facebook, title))
    if (await frame.evaluate((text) => document.body.innerText.includes(text), words)) return true;
  return false;
}
