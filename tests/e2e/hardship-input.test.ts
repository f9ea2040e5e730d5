import type { Frame, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postFrame } from '../../servers/browser/frames.ts';
import type { Person } from '../../servers/browser/person.ts';
import { openComposer, post, sendPost } from '../../servers/browser/screens/composer.ts';
import { press } from '../../servers/browser/screens/press.ts';
import { postWith } from '../../servers/browser/screens/thread.ts';
import { until } from '../../servers/browser/until.ts';
import { textsOf } from './world/database.ts';
import { photographFailures } from './world/failures.ts';
import { writeComments } from './world/manycomments.ts';
import { worldOfFriends } from './world/prepared.ts';
import type { World } from './world/world.ts';

const MARKUP = '<img src=x onerror="document.body.remove()"><script>alert(1)</script>&amp;<b>Gorse</b>';

let world: World;
let alice: Person;
let bob: Person;
let hers: Page;
let his: Page;

beforeAll(async () => {
  world = await worldOfFriends({ helpers: true });
  [alice, bob] = [world.person('Alice'), world.person('Bob')];
  [hers, his] = await Promise.all([alice.facebook(), bob.facebook()]);
});
beforeEach(async () => {
  await hers.goto('https://www.facebook.com/');
});
afterAll(() => world?.stop());
photographFailures(() => world);

async function add(composer: Frame, files: { name: string; buffer: Buffer }[]): Promise<void> {
  const choosing = hers.waitForEvent('filechooser');
  await press(composer.getByRole('button', { name: 'Add photos' }));
  await (await choosing).setFiles(files.map((file) => ({ ...file, mimeType: 'image/png' })));
}

describe('in the composer', () => {
  test('a photo of 100 megapixels, one that only says so, and no photo at all: a plain word beside each, and the post goes without', async () => {
    const composer = await openComposer(hers);
    const white = { width: 10_000, height: 10_000, channels: 3, background: 'white' } as const;
    const huge = await sharp({ create: white }).png({ compressionLevel: 9 }).toBuffer();
    await add(composer, [
      { name: 'huge.png', buffer: huge },
      { name: 'claim.png', buffer: huge.subarray(0, 33) },
      { name: 'letter.png', buffer: Buffer.from('Dear Carol, this is no photo.') },
    ]);
    const beside = composer.getByRole('list', { name: 'Photos of this post' }).getByRole('alert');
    await until('three words', async () => (await beside.count()) === 3);
    const said = await beside.allInnerTexts();
    expect(said[0]).toMatch(/huge\.png.*more than 60 megapixels/);
    expect(said[1]).toMatch(/claim\.png.*more than 60 megapixels/);
    expect(said[2]).toMatch(/letter\.png.*not a photo/);
    await composer.getByRole('textbox', { name: "What's on your mind?" }).fill('Teasel without photos');
    await sendPost(hers, composer);
    const theirs = postWith(await postFrame(his, 'Teasel', 60_000), 'Teasel');
    expect(await theirs.locator('img').count()).toBe(0);
    expect(await textsOf(bob)).toContain('Teasel without photos');
  });

  test('HTML that is pasted becomes text, and markup in a post is shown as it was written', async () => {
    const composer = await openComposer(hers);
    const box = composer.getByRole('textbox', { name: "What's on your mind?" });
    await box.fill('');
    const other = await alice.context.newPage();
    await other.setContent(
      '<p contenteditable><b>Bramble</b> <img src=x onerror=alert(1)><a href=x>linked</a></p>',
    );
    await other.locator('p').click();
    await other.keyboard.press('Control+A');
    await other.keyboard.press('Control+C');
    await other.close();
    await hers.bringToFront();
    // the keyboard comes to the frame, and the clipboard's words after the key, when the browser gets to it
    await until('something pasted', async () => {
      await press(box);
      await hers.keyboard.press('Control+V');
      return await until('words', async () => (await box.inputValue()) !== '', 3000);
    });
    expect(await box.inputValue()).toBe('Bramble linked');
    await hers.keyboard.type(` ${MARKUP}`);
    await sendPost(hers, composer);
    const theirs = postWith(await postFrame(his, 'Bramble linked', 60_000), 'Bramble linked');
    await theirs.getByText(MARKUP).waitFor();
    expect(await theirs.locator('img[src="x"], script, b:text("Gorse")').count()).toBe(0);
  });
});

describe('a post that comes with 5,000 comments', () => {
  test('paints the newest 20 on Facebook’s page, and pages the rest', async () => {
    await post(hers, { text: 'Plum tree' });
    await postFrame(his, 'Plum tree', 60_000);
    await writeComments(await bob.home(), 5_000);
    await his.bringToFront();
    await his.reload();
    const frame = await postFrame(his, 'Plum tree', 60_000);
    const comments = frame.getByRole('region', { name: 'Comments' }).getByRole('article');
    await frame.getByText('Plum 5000.', { exact: true }).waitFor();
    const took = Math.round(await frame.evaluate(() => performance.now()));
    process.stdout.write(`newest comments of 5,000 painted and seen ${took} ms after their frame began\n`);
    expect(await comments.count()).toBe(20);
    await frame.getByText('5000 comments').first().waitFor();
    await press(frame.getByRole('button', { name: 'View more comments' }));
    await frame.getByText('Plum 4931.', { exact: true }).waitFor();
    expect(await comments.count()).toBe(70);
  });
});
