import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { hex } from '../../lib/bytes.ts';
import { BOB, entry, item, people, post, type Rows } from './uiframe/rows.ts';
import { type Embedded, frameStage } from './uiframe/stage.ts';

const stage = frameStage();
const drop = hex(new Uint8Array(randomBytes(32)));

async function own(): Promise<Rows> {
  const create = { width: 60, height: 40, channels: 3, background: '#7a3e9d' } as const;
  const bytes = new Uint8Array(await sharp({ create }).jpeg().toBuffer());
  const hash = hex(new Uint8Array(randomBytes(32)));
  const photos = [{ hash, width: 60, height: 40, alt: 'A field' }];
  return {
    ...people(),
    items: [item(drop, { owner: BOB.user, mine: true })],
    entries: [entry(drop, BOB.user, post({ text: 'Mine', photos }))],
    blobs: [{ hash, bytes, type: 'image/jpeg', drops: [drop] }],
  };
}

async function askToDelete({ frame }: Embedded): Promise<void> {
  await frame.getByRole('button', { name: 'More', exact: true }).click();
  await frame.getByRole('menuitem', { name: 'Delete' }).click();
}

/** Runs in the page: makes the frame pale or moved, or lies over it, or takes that back. */
function spoil(style: string): void {
  const host = document.querySelector<HTMLElement>('#host');
  if (host !== null) host.style.cssText = style === 'cover' ? '' : style;
  document.querySelector('#over')?.remove();
  if (style !== 'cover') return;
  const over = document.createElement('div');
  over.id = 'over';
  over.style.cssText = 'position:fixed;inset:0;background:#ffffff03;pointer-events:none;z-index:9';
  document.body.append(over);
}

describe('a frame in the page of another', () => {
  it('shows pictures decoded apart, and deletes after asking what was seen', async () => {
    const embedded = await stage.embed({ kind: 'post', drop, rows: await own() });
    const { page, asked, frame } = embedded;
    await frame.locator('img[alt="A field"]').waitFor();
    await askToDelete(embedded);
    expect(asked.some(({ ask }) => ask === 'items.delete')).toBe(false);
    await frame.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => asked.find(({ ask }) => ask === 'items.delete')?.seen).toBe('seen');
    await page.close();
  });

  it('posts what was pressed early as soon as it was seen long enough, and says when it was covered', async () => {
    const answers = { 'items.post': new Error('not-seen') };
    const { page, asked, frame } = await stage.embed({ kind: 'composer', rows: people(), answers });
    const posts = () => asked.filter(({ ask }) => ask === 'items.post').map(({ seen }) => seen);
    await page.evaluate(spoil, 'cover');
    await frame.getByRole('textbox', { name: "What's on your mind?" }).fill('Quick');
    const button = frame.getByRole('button', { name: /^Post(ing…)?$/ });
    await button.click();
    expect([await button.isDisabled(), posts()]).toEqual([true, []]);
    await frame.getByRole('alert').getByText('Something covered Peerwall').waitFor();
    expect(posts()).toEqual(['hidden']);
    await button.click();
    await page.evaluate(spoil, '');
    await expect.poll(posts).toEqual(['hidden', 'seen']);
    await page.close();
  });

  it('deletes nothing while the page lies over it, or makes it pale', async () => {
    const embedded = await stage.embed({ kind: 'post', drop, rows: await own() });
    const { page, asked, frame } = embedded;
    await askToDelete(embedded);
    const button = frame.getByRole('dialog').getByRole('button', { name: 'Delete' });
    for (const style of ['opacity: 0.5', 'filter: blur(0)', 'transform: rotate(1deg)', 'cover']) {
      await expect.poll(() => button.isEnabled()).toBe(true);
      await page.evaluate(spoil, style);
      await expect.poll(() => button.isDisabled()).toBe(true);
      // said when it would have been seen long enough
      await frame.getByText('Something covers Peerwall').waitFor();
      expect(await button.isDisabled()).toBe(true);
      await button.click({ force: true });
      expect(asked.some(({ ask }) => ask === 'items.delete')).toBe(false);
      await page.evaluate(spoil, '');
    }
    await page.close();
  });

  it('copies a text, though the page keeps the clipboard from frames in it', async () => {
    const { page, frame } = await stage.embed({ kind: 'post', drop, rows: await own() });
    await frame.getByRole('button', { name: 'More', exact: true }).click();
    await frame.getByRole('menuitem', { name: 'Copy text' }).click();
    const box = frame.getByRole('textbox', { name: 'Write a comment' });
    await box.click();
    await page.keyboard.press('Control+V');
    expect(await box.inputValue()).toBe('Mine');
    expect(await frame.getByRole('alert').count()).toBe(0);
    await page.close();
  });

  it('passes over every message of the page', async () => {
    const { page, asked, frame } = await stage.embed({ kind: 'post', drop, rows: await own() });
    await frame.getByRole('article', { name: 'Bob' }).waitFor();
    const before = asked.length;
    await page.evaluate((drop) => {
      const { port1 } = new MessageChannel();
      const evil = [
        { is: 'show', frame: 'f'.repeat(32), drop: null },
        { ask: 'items.delete', args: { drop } },
        null,
      ];
      for (const message of evil)
        window.frames[0]?.postMessage(message, '*', message === null ? [port1] : []);
    }, drop);
    expect(await frame.getByRole('article', { name: 'Bob' }).count()).toBe(1);
    expect(
      asked.slice(before).filter(({ ask }) => ask.startsWith('items.') && ask !== 'items.postSeen'),
    ).toEqual([]);
    await page.close();
  });
});
