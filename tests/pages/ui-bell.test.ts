import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hex } from '../../lib/bytes.ts';
import { ALICE, BOB, comment, entry, item, people, post, type Rows } from './uiframe/rows.ts';
import { frameStage } from './uiframe/stage.ts';

const stage = frameStage();
const drop = hex(new Uint8Array(randomBytes(32)));
const frank = 'e'.repeat(64);

function news(): Rows {
  const when = Date.now() - 60_000;
  return {
    ...people(),
    items: [item(drop)],
    entries: [
      entry(drop, ALICE.user, post({ text: 'Hello' }), {
        before: [{ rev: 0, body: post({ text: 'Hallo' }) ?? { is: 'x', unknown: true }, when }],
      }),
      entry(drop, BOB.user, comment({ text: 'Hi' })),
    ],
    requests: [{ user: frank, name: 'Frank', text: 'We met', when }],
    notifications: [
      { id: 'one', is: 'comment', when, user: ALICE.user, drop, seen: false, fresh: 1 },
      { id: `request:${frank}`, is: 'request', when, user: frank, seen: false, fresh: 1 },
      { id: 'old', is: 'reaction', when: when - 9e7, user: ALICE.user, drop, seen: true },
    ],
  };
}

const draw = () => stage.draw({ kind: 'bell', rows: news(), viewport: { width: 376, height: 700 } });

/** What axe finds wrong with a page. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return await page.evaluate(async () => {
    const { violations } = await Reflect.get(window, 'axe').run(document);
    return violations.map(
      (one: { id: string; nodes: { html: string }[] }) => `${one.id}: ${one.nodes[0]?.html}`,
    );
  });
}

describe('the bell in a frame', () => {
  it('tells how much is new, and opens to a list', async () => {
    const { page, asked } = await draw();
    await page.getByRole('button', { name: 'Peerwall notifications, 2 new' }).click();
    await page.getByText('Alice commented on your post.').waitFor();
    expect(await page.getByRole('listitem').count()).toBe(3);
    await expect
      .poll(() => asked.filter(({ ask }) => ask === 'frame.size').at(-1)?.args)
      .toMatchObject({ width: 376, open: true });
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('listitem').count()).toBe(0);
    await page.close();
  });

  it('keeps its button, and the number on it, where it is when the popover opens', async () => {
    const { page, asked } = await draw();
    await page.setViewportSize({ width: 48, height: 48 });
    const button = page.getByRole('button', { name: /2 new/ });
    const closed = { x: 4, y: 4, width: 40, height: 40 };
    await expect.poll(() => button.boundingBox()).toEqual(closed);
    await button.click();
    await page.getByRole('heading', { name: 'Notifications' }).waitFor({ state: 'attached' });
    expect(await button.boundingBox()).toEqual(closed);
    await expect.poll(() => asked.filter(({ ask }) => ask === 'frame.size').at(-1)?.args.open).toBe(true);
    const { width, height } = asked.filter(({ ask }) => ask === 'frame.size').at(-1)?.args ?? {};
    await page.setViewportSize({ width: Number(width), height: Number(height) });
    await expect.poll(() => button.boundingBox()).toEqual({ ...closed, x: Number(width) - 48, y: 8 });
    const card = await page.getByRole('region', { name: 'Notifications' }).boundingBox();
    expect(card).toMatchObject({ x: 8, width: 360 });
    expect(Number(height)).toBeLessThan(900);
    await page.close();
  });

  it('accepts with as much of the Wall as was chosen, and declines', async () => {
    const { page, asked } = await draw();
    await page.getByRole('button', { name: /2 new/ }).click();
    await page.getByRole('combobox').selectOption('month');
    await page.getByRole('button', { name: 'Accept' }).click();
    await expect
      .poll(() => asked.find(({ ask }) => ask === 'friends.accept')?.args)
      .toEqual({ user: frank, wallFrom: 'month' });
    await page.getByRole('button', { name: 'Decline' }).click();
    await expect.poll(() => asked.some(({ ask }) => ask === 'friends.decline')).toBe(true);
    await page.close();
  });

  it('opens a line in Home and marks it seen; marks all', async () => {
    const { page, asked } = await draw();
    await page.getByRole('button', { name: /2 new/ }).click();
    await page.getByText('Alice commented on your post.').click();
    await expect
      .poll(() => asked.find(({ ask }) => ask === 'frame.home')?.args)
      .toEqual({ route: `post/${drop}` });
    expect(asked.find(({ ask }) => ask === 'items.seen')?.args).toEqual({ ids: ['one'] });
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await expect.poll(() => asked.filter(({ ask }) => ask === 'items.seen').at(-1)?.args).toEqual({});
    await page.close();
  });
});

describe('every frame', () => {
  for (const kind of ['post', 'composer', 'bell', 'notice'] as const)
    it(`has nothing that keeps anybody out, in light and dark: ${kind}`, async () => {
      const look = { 'color-scheme': 'light' };
      const { page } = await stage.draw({ kind, drop, notice: 'facebook-changed', rows: news(), look });
      await page
        .getByText(kind === 'notice' ? 'Facebook changed' : /Alice|Bob|new/)
        .first()
        .waitFor();
      if (kind === 'bell') await page.getByRole('button').first().click();
      expect(await faults(page)).toEqual([]);
      await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
      expect(await faults(page)).toEqual([]);
      await page.close();
    });

  for (const kind of ['post', 'composer', 'bell'] as const)
    it(`says so where the database cannot be read, and tries again: ${kind}`, async () => {
      const { page } = await stage.draw({ kind, drop, rows: news(), unreadable: true });
      if (kind === 'bell') await page.getByRole('button').first().click();
      await page.getByRole('alert').getByText('could not be read').waitFor();
      await page.evaluate(() => Reflect.set(window, 'mended', true));
      await page.getByRole('button', { name: 'Try again' }).click();
      await page
        .getByText(/Alice|Bob/)
        .first()
        .waitFor();
      expect(await page.getByText('could not be read').count()).toBe(0);
      await page.close();
    });

  it('goes from right to left where the page does', async () => {
    const { page } = await stage.draw({ kind: 'post', drop, rows: news(), look: { direction: 'rtl' } });
    const more = await page.getByRole('button', { name: 'More', exact: true }).boundingBox();
    expect(more?.x).toBeLessThan(100);
    await page.close();
  });
});
