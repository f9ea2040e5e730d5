import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hex } from '../../lib/bytes.ts';
import { WAITING_AT } from '../../lib/db/items.ts';
import {
  ALICE,
  BOB,
  comment,
  entry,
  item,
  PEOPLE,
  people,
  post,
  type Rows,
  reactions,
} from './uiframe/rows.ts';
import { arrive, frameStage } from './uiframe/stage.ts';

const stage = frameStage();
const drop = hex(new Uint8Array(randomBytes(32)));
const CAROL = PEOPLE[2]?.user ?? '';

function thread(text: string, more: object[] = [], over = {}): { rows: Rows; post: string } {
  const first = entry(drop, ALICE.user, post({ text }));
  return {
    rows: { ...people(), items: [item(drop, over)], entries: [first, ...more] },
    post: first.entry,
  };
}

/** A post of the user's own. */
function ownThread(): Rows {
  const first = entry(drop, BOB.user, post({ text: 'Mine' }));
  const other = entry(drop, ALICE.user, comment({ text: 'Hers' }));
  return { ...people(), items: [item(drop, { owner: BOB.user, mine: true })], entries: [first, other] };
}

describe('a post in a frame', () => {
  it('shows what was written as text, and links of the web alone', async () => {
    const text = '<b>bold</b> <img src=x onerror=alert(1)> javascript:alert(1) https://example.org/a?b=1';
    const { page } = await stage.draw({ kind: 'post', drop, rows: thread(text).rows });
    const article = page.getByRole('article', { name: 'Alice' });
    await article.getByText('<b>bold</b>').waitFor();
    expect(await article.locator('b, img').count()).toBe(0);
    const links = await article
      .locator('a')
      .evaluateAll((all) =>
        all.map((one) => [
          one.getAttribute('href'),
          one.getAttribute('rel'),
          one.getAttribute('referrerpolicy'),
        ]),
      );
    expect(links).toEqual([['https://example.org/a?b=1', 'noopener noreferrer', 'no-referrer']]);
    await page.close();
  });

  it('goes on asking for the rest of a long text until it came', async () => {
    const rows = {
      ...people(),
      items: [item(drop)],
      entries: [entry(drop, ALICE.user, post({ text: 'The beginning', long: true }))],
    };
    const answers = { 'items.text': new Error('offline') };
    const { page, asked } = await stage.draw({ kind: 'post', drop, rows, answers });
    const more = page.getByRole('button', { name: 'See more' });
    for (const times of [1, 2]) {
      await more.click();
      await page.getByRole('alert').filter({ hasText: 'Nobody on the way answered' }).waitFor();
      expect(asked.filter(({ ask }) => ask === 'items.text').length).toBe(times);
    }
    await page.close();
  });

  it('asks the network for nothing, and keeps its nonce to itself', async () => {
    const { page } = await stage.draw({ kind: 'post', drop, rows: thread('Hello').rows });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${page.url()}#${'1'.repeat(32)}`);
    await page.reload();
    await page.getByRole('article', { name: 'Alice' }).waitFor();
    expect(asked.filter((url) => !/^(chrome-extension|blob|data):/.test(url))).toEqual([]);
    expect(await page.evaluate(() => location.hash)).toBe('');
    await page.close();
  });

  it('shows nothing at all where its nonce is not taken', async () => {
    const answers = { 'frame.claim': new Error('not-allowed') };
    const rows = thread('Secret').rows;
    const { page, asked } = await stage.draw({ kind: 'post', drop, rows, later: answers });
    await expect.poll(() => asked.filter(({ ask }) => ask === 'frame.claim').length).toBeGreaterThan(1);
    expect(await page.locator('#app').innerHTML()).toBe('');
    await page.close();
  });

  it('paints the newest 20 of 5,000 comments, and pages the others', async () => {
    const many = Array.from({ length: 5000 }, (_, i) =>
      entry(drop, CAROL, comment({ text: `Number ${i}.` })),
    );
    const { page } = await stage.draw({ kind: 'post', drop, rows: thread('Busy', many).rows });
    const comments = page.getByRole('region', { name: 'Comments' }).getByRole('article');
    await page.getByText('Number 4999.').waitFor();
    expect(await comments.count()).toBe(20);
    await page.getByText('5000 comments').waitFor();
    await page.getByRole('button', { name: 'View more comments' }).click();
    await page.getByText('Number 4930.').waitFor();
    expect(await comments.count()).toBe(70);
    await page.close();
  });

  it('takes a comment by Enter, a new line by Shift and Enter', async () => {
    const { page, asked } = await stage.draw({
      kind: 'post',
      drop,
      rows: thread('Hello').rows,
      answers: { 'items.comment': { entry: 'a'.repeat(64) } },
    });
    const box = page.getByRole('textbox', { name: 'Write a comment' });
    await box.pressSequentially('One');
    await box.press('Shift+Enter');
    await box.pressSequentially('Two');
    await box.press('Enter');
    await expect
      .poll(() => asked.find(({ ask }) => ask === 'items.comment')?.args)
      .toEqual({
        drop,
        text: 'One\nTwo',
        re: null,
      });
    expect(await box.inputValue()).toBe('');
    await page.close();
  });

  it('opens the box for an answer though comments arrive while the button is pressed', async () => {
    const first = entry(drop, CAROL, comment({ text: 'First' }), { at: 1 });
    const own = entry(drop, BOB.user, comment({ text: 'Own' }), { at: WAITING_AT, state: 'waiting' });
    const made = thread('Hello', [first, own]);
    const { page } = await stage.draw({
      kind: 'post',
      drop,
      rows: made.rows,
      viewport: { width: 680, height: 420 },
    });
    const comments = page.getByRole('region', { name: 'Comments' }).getByRole('article');
    const replyTo = (text: string) =>
      comments.filter({ hasText: text }).getByRole('button', { name: 'Reply' });
    const at = (row: typeof own, at: number) => ({ ...row, at, state: 'there' as const });
    const second = entry(drop, CAROL, comment({ text: 'Second' }), { at: 5 });
    for (const [pressed, arriving, order] of [
      ['First', second, ['First', 'Second', 'Own']],
      ['Own', at(own, 3), ['First', 'Own', 'Second']],
      ['Second', at(own, 9), ['First', 'Second', 'Own']],
    ] as const) {
      await replyTo(pressed).hover();
      await page.mouse.down();
      await arrive(page, { entries: [arriving] });
      await expect
        .poll(async () => (await comments.allInnerTexts()).map((text) => /First|Second|Own/.exec(text)?.[0]))
        .toEqual(order);
      await page.mouse.up();
      const box = page.getByRole('textbox', { name: /^Reply to/ });
      await box.press('Escape', { timeout: 3000 });
      await box.waitFor({ state: 'detached' });
    }
    await page.close();
  });

  it('opens the six reactions by the keyboard', async () => {
    const made = thread('Hello');
    const { page, asked } = await stage.draw({ kind: 'post', drop, rows: made.rows });
    await page.getByRole('button', { name: 'React', exact: true }).press('Enter');
    await expect.poll(() => page.getByRole('menuitemradio').count()).toBe(6);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => asked.find(({ ask }) => ask === 'items.react')?.args)
      .toEqual({ drop, entry: made.post, reaction: 'love' });
    await page.close();
  });

  it('says who reacted, with a reaction it does not offer too', async () => {
    const made = thread('Hello');
    const cares = entry(drop, CAROL, reactions([[made.post, 'care']]));
    const rows = { ...made.rows, entries: [...(made.rows.entries ?? []), cares] };
    const { page } = await stage.draw({ kind: 'post', drop, rows });
    await page.getByRole('button', { name: '1 reacted: see who' }).click();
    const dialog = page.getByRole('dialog', { name: 'Who reacted' });
    await dialog.getByText('Carol Ostrowska').waitFor();
    await dialog.getByRole('img', { name: 'Care' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.close();
  });

  it('passes over clicks no person made', async () => {
    const { page, asked } = await stage.draw({ kind: 'post', drop, rows: thread('Hello').rows });
    await page.getByRole('textbox', { name: 'Write a comment' }).fill('Forged');
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('button')) one.click();
    });
    await page.getByRole('button', { name: 'More', exact: true }).press('Enter');
    await page.getByRole('menu').waitFor();
    expect(asked.filter(({ ask }) => ask.startsWith('items.') && ask !== 'items.postSeen')).toEqual([]);
    await page.close();
  });

  it('takes anybody’s comment out of an own post, after asking', async () => {
    const { page, asked } = await stage.draw({ kind: 'post', drop, rows: ownThread() });
    await page.getByRole('button', { name: 'Options for Alice' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => asked.some(({ ask }) => ask === 'items.remove')).toBe(true);
    await page.close();
  });

  it('says what was refused, and lets its author try again or give up', async () => {
    const mine = entry(drop, BOB.user, comment({ text: 'Too late' }), { state: 'refused' });
    const deed = {
      id: `put:${drop}:${mine.entry}`,
      kind: 'put',
      args: {},
      drop,
      state: 'refused',
      code: 'closed',
      tries: 1,
      next: 0,
      after: [],
      made: 1,
      round: 0,
    };
    const rows = { ...thread('Hello', [mine]).rows, deeds: [deed] };
    const { page, asked } = await stage.draw({ kind: 'post', drop, rows });
    await page.getByText('No comments can be added').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => asked.find(({ ask }) => ask === 'outbox.retry')?.args).toEqual({ id: deed.id });
    await page.close();
  });

  it('says so where its server is not believed, or it was deleted', async () => {
    const doubted = thread('Hello', [], { doubt: 'fork' });
    const first = await stage.draw({ kind: 'post', drop, rows: doubted.rows });
    await first.page.getByRole('alert').getByText('not believed any more').waitFor();
    await first.page.close();
    const gone = thread('Hello', [], { state: 'deleted' });
    const second = await stage.draw({ kind: 'post', drop, rows: gone.rows });
    await second.page.getByText('This post was deleted').waitFor();
    await second.page.close();
  });

  it('shows nothing in quiet mode until it is asked', async () => {
    const { page } = await stage.draw({ kind: 'post', drop, quiet: true, rows: thread('Hello').rows });
    await page.getByRole('button', { name: 'Peerwall post' }).waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
    await page.getByRole('button', { name: 'Peerwall post' }).click();
    await page.getByRole('article', { name: 'Alice' }).waitFor();
    await page.close();
  });

  it('tells its height in steps', async () => {
    const { page, asked } = await stage.draw({ kind: 'post', drop, rows: thread('Hello').rows });
    await page.getByRole('article').first().waitFor();
    await expect.poll(() => asked.some(({ ask }) => ask === 'frame.size')).toBe(true);
    for (const { args } of asked.filter(({ ask }) => ask === 'frame.size'))
      expect(Number(args.height) % 16).toBe(0);
    await page.close();
  });
});
