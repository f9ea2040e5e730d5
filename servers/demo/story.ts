import { frameTitled, postFrame } from '../browser/frames.ts';
import { fillComposer, openComposer, sendPost } from '../browser/screens/composer.ts';
import { press } from '../browser/screens/press.ts';
import { comment, commentWith, editPost, postWith, react, reply } from '../browser/screens/thread.ts';
import { until } from '../browser/until.ts';
import type { Album } from './album.ts';
import { sunset } from './pictures.ts';
import type { Scene } from './scene.ts';

/** Plays the main story by mouse and keyboard, each step until the other sees it, with pictures. */
export async function playStory(scene: Scene, album: Album, say: (line: string) => void): Promise<void> {
  const { alice, bob } = scene;
  const step = async (title: string, does: () => Promise<void>): Promise<void> => {
    const start = performance.now();
    await does();
    say(`${title}  [${((performance.now() - start) / 1000).toFixed(1)} s]`);
  };
  const time = new Date().toLocaleTimeString('en-GB');
  const evening = `Home at last. Look at this evening! (${time})`;

  const atAlice = await alice.facebook();
  const atBob = await bob.facebook();
  await step("Alice's Facebook, with Peerwall's bell in its bar", async () => {
    await frameTitled(atAlice, 'Peerwall notifications');
    await album.take(atAlice, 'alice-on-facebook');
  });
  await step('She clicks "What\'s on your mind": Peerwall\'s composer opens in its place', async () => {
    const frame = await openComposer(atAlice);
    const photo = { name: 'evening.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await sunset()) };
    await fillComposer(atAlice, frame, { text: evening, photos: [photo] });
    await album.take(atAlice, 'composer');
    await sendPost(atAlice, frame);
  });
  await step('Her post, in her own feed', async () => {
    const own = postWith(await postFrame(atAlice, evening), evening);
    await own.getByRole('img').first().waitFor();
    await album.take(atAlice, 'posted');
  });
  await step('Bob is told: his bell rings, the post stands in his feed', async () => {
    const theirs = postWith(await postFrame(atBob, evening, 60_000), evening);
    await theirs.getByRole('img').first().waitFor();
    await theirs.scrollIntoViewIfNeeded();
    await album.take(atBob, 'bob-feed');
    const bell = await frameTitled(atBob, 'Peerwall notifications');
    await press(bell.getByRole('button').first());
    await album.take(atBob, 'bob-bell');
    await press(bell.getByRole('button').first());
  });
  await step('He reacts and comments', async () => {
    const theirs = postWith(await postFrame(atBob, evening), evening);
    await react(theirs, 'Love');
    await comment(theirs, 'Wonderful. Where is that?');
    await album.take(atBob, 'bob-comments');
  });
  await step('Alice sees both, answers him, and edits her post', async () => {
    const frame = await postFrame(atAlice, evening);
    const hers = postWith(frame, evening);
    await commentWith(hers, 'Where is that?').waitFor();
    await reply(hers, 'Where is that?', 'Above the old mill.');
    await editPost(frame, evening, `${evening} From the hill above the mill.`);
    await album.take(atAlice, 'alice-answers');
    const theirs = postWith(await postFrame(atBob, 'From the hill'), 'From the hill');
    await commentWith(theirs, 'Above the old mill.').waitFor();
    await album.take(atBob, 'bob-sees-the-answer');
  });
  const waiting = `Is anybody awake? (${time})`;
  await step('Bob switches his machine off; Alice posts; he comes back and finds it', async () => {
    await bob.off();
    const frame = await openComposer(atAlice);
    await fillComposer(atAlice, frame, { text: waiting });
    await sendPost(atAlice, frame);
    await postFrame(atAlice, waiting);
    await bob.start();
    await postFrame(await bob.facebook(), waiting, 90_000);
  });
  await step('Home, without Facebook: feed, Friends, status; the popup', () =>
    showHome(scene, album, waiting),
  );
  await step('The same in the dark', () => showDark(scene, album, waiting));
}

async function showHome({ bob }: Scene, album: Album, words: string): Promise<void> {
  const home = await bob.home();
  await postWith(home, words).waitFor();
  await album.take(home, 'home');
  for (const place of ['friends', 'notifications', 'status']) {
    await bob.home(place);
    await home.getByRole('heading', { level: 1 }).waitFor();
    await until('the page to stand still', async () => (await home.getByRole('progressbar').count()) === 0);
    await album.take(home, `home-${place}`);
  }
  const popup = await bob.popup();
  await popup.setViewportSize({ width: 380, height: 560 });
  await popup.getByRole('heading').first().waitFor();
  await album.take(popup, 'popup');
  await popup.close();
}

async function showDark({ bob }: Scene, album: Album, words: string): Promise<void> {
  const page = await bob.facebook('?theme=dark');
  await frameTitled(page, 'Peerwall notifications');
  const frame = await postFrame(page, words);
  // by the page: a frame that is out of sight does not draw, and would be waited for in vain
  await (await frame.frameElement()).scrollIntoViewIfNeeded();
  await album.take(page, 'dark-facebook');
  await page.goto('https://www.facebook.com/?theme=light');
  const home = await bob.home();
  await home.emulateMedia({ colorScheme: 'dark' });
  await postWith(home, words).waitFor();
  await album.take(home, 'dark-home');
  await home.emulateMedia({ colorScheme: null });
}
