import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fromBase64url } from '../../lib/bytes.ts';
import { people } from './uiframe/rows.ts';
import { type Drawn, frameStage } from './uiframe/stage.ts';

const stage = frameStage();
const POSTED = { 'items.post': { drop: 'd'.repeat(64) } };

const draw = (answers: Record<string, unknown> = POSTED, rows = people()): Promise<Drawn> =>
  stage.draw({ kind: 'composer', rows, answers, viewport: { width: 500, height: 800 } });

const drafts = (asked: Drawn['asked']) =>
  asked.filter(({ ask }) => ask === 'drafts.keep').map(({ args }) => args);

const sent = (asked: Drawn['asked']) => asked.find(({ ask }) => ask === 'items.post');

async function photo(width: number, height: number): Promise<Buffer> {
  const create = { width, height, channels: 3, background: '#7a3e9d' } as const;
  return await sharp({ create })
    .withExif({ IFD0: { Copyright: 'Bob was here' }, IFD3: { GPSLatitude: '52/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

async function add(page: Drawn['page'], name: string, buffer: Buffer): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add photos' }).click();
  await (await choosing).setFiles({ name, mimeType: 'image/jpeg', buffer });
}

describe('the composer in a frame', () => {
  it('posts what was written to all Friends, without keywords, and closes', async () => {
    const { page, asked } = await draw();
    expect(await page.getByRole('button', { name: 'Post', exact: true }).isDisabled()).toBe(true);
    await page.getByText('4 Friends get it').waitFor();
    await page.getByText('Typing goes to Peerwall').waitFor();
    await page.keyboard.type('Hello');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    const text = { text: 'Hello', photos: [], audience: 'friends', chosen: [], keywords: [] };
    await expect.poll(() => sent(asked)?.args).toEqual(text);
    await expect.poll(() => asked.at(-1)).toMatchObject({ ask: 'frame.close', args: {} });
    await page.close();
  });

  it('makes text of pasted HTML', async () => {
    const { page, asked } = await draw();
    const other = await page.context().newPage();
    await other.setContent(
      '<p contenteditable><b>Bold</b> <img src=x onerror=alert(1)>and <a href=x>linked</a></p>',
    );
    await other.locator('p').click();
    await other.keyboard.press('Control+A');
    await other.keyboard.press('Control+C');
    await other.close();
    await page.getByRole('textbox', { name: "What's on your mind?" }).click();
    await page.keyboard.press('Control+V');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await expect.poll(() => sent(asked)?.args.text).toBe('Bold and linked');
    await page.close();
  });

  it('sends a photo upright, in two sizes, with nothing of where it was taken', async () => {
    const { page, asked } = await draw();
    await add(page, 'walk.jpg', await photo(3000, 1500));
    await page.getByRole('textbox', { name: 'What photo 1 shows' }).fill('A field');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await expect.poll(() => sent(asked) !== undefined).toBe(true);
    const [first] = (sent(asked)?.args.photos ?? []) as { alt: string; sizes: { bytes: string }[] }[];
    const sizes = first?.sizes.map(({ bytes }) => Buffer.from(fromBase64url(bytes))) ?? [];
    const read = await Promise.all(sizes.map((one) => sharp(one).metadata()));
    expect(first?.alt).toBe('A field');
    expect(read.map(({ width, height }) => [width, height])).toEqual([
      [1024, 2048],
      [480, 960],
    ]);
    for (const one of read) expect([one.exif, one.orientation]).toEqual([undefined, undefined]);
    for (const one of sizes) expect(one.includes('Bob was here')).toBe(false);
    await page.close();
  });

  it('refuses a photo of 100 megapixels by its header, before anything decodes it', async () => {
    const { page } = await draw();
    const create = { width: 10_000, height: 10_000, channels: 3, background: 'white' } as const;
    await add(page, 'huge.png', await sharp({ create }).png().toBuffer());
    await page.getByText('more than 60 megapixels').waitFor();
    expect(page.frames().length).toBe(1);
    expect(await page.getByRole('button', { name: 'Post', exact: true }).isDisabled()).toBe(true);
    await page.close();
  });

  it('decodes where there is no origin, no database and no network', async () => {
    const { page } = await draw();
    await add(page, 'small.jpg', await photo(40, 30));
    await page.getByRole('textbox', { name: 'What photo 1 shows' }).waitFor();
    const decoder = page.frames().find((frame) => frame.url().endsWith('/decoder.html'));
    const reach = await decoder?.evaluate(() => [
      origin,
      ...['chrome', 'browser'].map((name) => typeof Reflect.get(globalThis, name)?.storage),
    ]);
    expect(reach).toEqual(['null', 'undefined', 'undefined']);
    const opened = await decoder?.evaluate(async () => {
      try {
        await fetch('https://www.facebook.com/');
        return 'fetched';
      } catch {
        return 'refused';
      }
    });
    expect(opened).toBe('refused');
    await page.close();
  });

  it('says beside the file what is no photo, and posts without it', async () => {
    const { page, asked } = await draw();
    await add(page, 'letter.jpg', Buffer.from('Dear Carol, this is no photo.'));
    await page.getByText('This file is not a photo').waitFor();
    await page.getByRole('textbox', { name: "What's on your mind?" }).fill('Words');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await expect.poll(() => sent(asked)?.args.photos).toEqual([]);
    await page.close();
  });

  it('goes to chosen Friends alone, found by name', async () => {
    const { page, asked } = await draw();
    await page.getByRole('textbox', { name: "What's on your mind?" }).fill('For one');
    await page.getByRole('button', { name: 'Audience' }).click();
    await page.getByRole('radio', { name: /^Chosen Friends/ }).check();
    await page.getByRole('searchbox', { name: 'Search your Friends' }).fill('carol');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('1 Friend gets it').waitFor();
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await expect.poll(() => (sent(asked)?.args.chosen as string[] | undefined)?.length).toBe(1);
    expect(sent(asked)?.args.audience).toBe('chosen');
    await page.close();
  });

  it('keeps a draft at Escape, and offers it again', async () => {
    const { page, asked } = await draw();
    await page.getByRole('textbox', { name: "What's on your mind?" }).fill('Half a thought');
    await page.keyboard.press('Escape');
    await expect.poll(() => asked.some(({ ask }) => ask === 'frame.close')).toBe(true);
    expect(drafts(asked).at(-1)).toEqual({ place: 'post', text: 'Half a thought' });
    await page.close();
    const rows = { ...people(), settings: [{ key: 'draft:post', value: 'Half a thought' }] };
    const again = await draw(POSTED, rows);
    const box = again.page.getByRole('textbox', { name: "What's on your mind?" });
    await again.page.getByText('Half a thought').waitFor();
    await again.page.getByRole('button', { name: 'Go on with your draft' }).click();
    expect(await box.inputValue()).toBe('Half a thought');
    await again.page.keyboard.type(', and the rest');
    await again.page.getByRole('button', { name: 'Post', exact: true }).click();
    await expect.poll(() => sent(again.asked)?.args.text).toBe('Half a thought, and the rest');
    await expect.poll(() => drafts(again.asked).at(-1)).toEqual({ place: 'post', text: '' });
    await again.page.close();
  });

  it('never mixes a draft with what is typed, and loses neither', async () => {
    const rows = { ...people(), settings: [{ key: 'draft:post', value: 'Hello Bob 1' }] };
    const { page, asked } = await draw(POSTED, rows);
    await page.getByText('Typing goes to Peerwall').waitFor();
    await page.keyboard.type('Hello Bob 17956');
    await expect
      .poll(() => drafts(asked).at(-1))
      .toEqual({ place: 'post', text: 'Hello Bob 17956\n\nHello Bob 1' });
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await expect.poll(() => sent(asked)?.args.text).toBe('Hello Bob 17956');
    await expect.poll(() => drafts(asked).at(-1)).toEqual({ place: 'post', text: 'Hello Bob 1' });
    await page.getByRole('button', { name: 'Throw it away' }).click();
    await expect.poll(() => drafts(asked).at(-1)).toEqual({ place: 'post', text: '' });
    await page.close();
  });

  it('writes nothing back once it is posted, though keeping was slow or seemed to fail', async () => {
    const broken = { ...POSTED, 'drafts.keep': new Error('internal') };
    const { page, asked } = await draw(broken);
    await page.getByText('Typing goes to Peerwall').waitFor();
    await page.keyboard.type('Hel');
    await expect.poll(() => drafts(asked).at(-1)).toEqual({ place: 'post', text: 'Hel' });
    await page.keyboard.type('lo');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await expect.poll(() => asked.at(-1)?.ask).toBe('frame.close');
    const before = asked.findIndex(({ ask }) => ask === 'items.post');
    // that it was forgotten seemed to fail, too: it is tried again after a pause
    await expect.poll(() => drafts(asked.slice(before)).length).toBeGreaterThan(2);
    for (const late of drafts(asked.slice(before))) expect(late).toEqual({ place: 'post', text: '' });
    await page.close();
  });

  it('says plainly what went wrong, and loses nothing', async () => {
    const { page } = await draw({ 'items.post': new Error('full') });
    const box = page.getByRole('textbox', { name: "What's on your mind?" });
    await box.fill('Precious');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await page.getByRole('alert').getByText('The disk is full').waitFor();
    expect(await box.inputValue()).toBe('Precious');
    await page.close();
  });

  it('offers to post to Facebook instead', async () => {
    const { page, asked } = await draw();
    await page.getByRole('button', { name: 'Post to Facebook instead' }).click();
    await expect.poll(() => asked.at(-1)).toMatchObject({ ask: 'frame.close', args: { toFacebook: true } });
    await page.close();
  });
});
