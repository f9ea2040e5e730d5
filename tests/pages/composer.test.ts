import { expect, it } from 'vitest';
import { crashed, feedOf, stage } from './stage.ts';

const site = stage();
const TRIGGER = '[aria-label="Create a post"] [role=button] >> nth=0';
const EDITOR = '[role=dialog][aria-modal=true] form [data-lexical-editor=true]';

it.each([
  ['a click', async (page: Awaited<ReturnType<typeof site.open>>) => page.click(TRIGGER)],
  ['Enter', async (page) => page.press(TRIGGER, 'Enter')],
  ['Space', async (page) => page.press(TRIGGER, ' ')],
  ['the key p', async (page) => page.keyboard.press('p')],
] as [string, (page: Awaited<ReturnType<typeof site.open>>) => Promise<void>][])(
  '%s opens the composer, late in the mount and outside main, with its label beside the editor',
  async (_, open) => {
    const page = await site.open('/');
    await feedOf(page);
    await open(page);
    await page.waitForSelector(EDITOR);
    expect(await page.locator(`[role=main] ${EDITOR}`).count()).toBe(0);
    expect(await page.locator('[aria-label="Create post"] [data-lexical-editor]').count()).toBe(0);
    expect(await page.getAttribute('[role=dialog] [aria-label="Post"]', 'aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
    await page.waitForSelector(EDITOR, { state: 'detached' });
  },
);

it('leaves the key p alone while a field has the focus', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.focus('[role=combobox]');
  await page.keyboard.type('p');
  expect(await page.inputValue('[role=combobox]')).toBe('p');
  expect(await page.locator('[role=dialog]').count()).toBe(0);
});

it('fires its hotkeys for keys in a shadow root, whose host is no field', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.evaluate(() => {
    const host = document.body.appendChild(document.createElement('x-host'));
    const field = document.createElement('input');
    host.attachShadow({ mode: 'closed' }).append(field);
    field.focus();
  });
  await page.keyboard.press('p');
  await page.waitForSelector(EDITOR);
});

it('fetches the focus back into the open dialog', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.keyboard.press('p');
  await page.waitForSelector(EDITOR);
  await page.focus('[role=combobox]');
  await page.waitForFunction(() => document.activeElement?.hasAttribute('data-lexical-editor'));
  for (let i = 0; i < 12; i += 1) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('[aria-modal=true]') !== null)).toBe(
      true,
    );
  }
});

it('posts to Facebook, shows the post on top, and Facebook has every word and draft of it', async () => {
  const page = await site.open('/?me=Bob');
  await feedOf(page);
  site.replica.recorder.clear();
  await page.click(TRIGGER);
  await page.waitForSelector(EDITOR);
  const drafted = page.waitForResponse('**/ajax/draft');
  await page.keyboard.type('lanterns by the pond');
  await drafted;
  await page.click('[role=dialog] [aria-label="Post"]');
  await page.waitForSelector(EDITOR, { state: 'detached' });
  const first = page.locator('[aria-posinset="1"]');
  expect(await first.innerText()).toContain('lanterns by the pond');
  expect(await first.locator('[data-ad-rendering-role=profile_name]').innerText()).toBe('Bob');
  expect(site.replica.recorder.requests().map(({ path }) => path)).toContain('/ajax/draft');
  await expect.poll(() => site.replica.recorder.events().some(({ type }) => type === 'keydown')).toBe(true);
  expect(site.replica.recorder.words()).toContain('lanterns by the pond');
  expect(await crashed(page)).toBe(false);
});

it('notes pasted and selected text, and elements that others put into the document', async () => {
  const page = await site.open('/');
  await feedOf(page);
  site.replica.recorder.clear();
  await page.click(TRIGGER);
  await page.waitForSelector(EDITOR);
  await page.evaluate((editor) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'pasted heron');
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.querySelector(editor)?.dispatchEvent(paste);
    const added = document.body.appendChild(document.createElement('x-foreign'));
    added.textContent = 'foreign osprey';
    getSelection()?.selectAllChildren(added);
  }, EDITOR);
  expect(await page.locator(EDITOR).innerText()).toBe('pasted heron');
  await expect
    .poll(() => site.replica.recorder.events().map(({ type }) => type))
    .toEqual(expect.arrayContaining(['paste', 'foreign', 'selectionchange']));
  expect(site.replica.recorder.words()).toMatch(/pasted heron(.|\n)*foreign osprey/);
  expect(await page.evaluate(() => Reflect.get(window, '__recorded').length)).toBeGreaterThan(3);
});

it('takes none of its own elements for foreign ones', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.keyboard.press('p');
  await page.waitForSelector(EDITOR);
  await page.keyboard.type('two\nlines');
  await page.keyboard.press('Escape');
  await page.click('a[href="/notifications/"]:not([aria-hidden=true])');
  await page.waitForSelector('[role=dialog] [role=listitem]');
  const foreign = await page.evaluate(() =>
    Reflect.get(window, '__recorded').filter(({ type }: { type: string }) => type === 'foreign'),
  );
  expect(foreign).toEqual([]);
});

it('shows a small dialog first where that is switched on', async () => {
  const page = await site.open('/?modal=1');
  await feedOf(page);
  await page.click(TRIGGER);
  await page.waitForSelector('[role=dialog] [aria-label=Next]');
  expect(await page.locator(EDITOR).count()).toBe(0);
  await page.click('[role=dialog] [aria-label=Next]');
  await page.waitForSelector(EDITOR);
});
