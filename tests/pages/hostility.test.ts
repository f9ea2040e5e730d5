import { expect, it } from 'vitest';
import { crashed, feedOf, stage, untilCrashed } from './stage.ts';

const site = stage();
const CARD = '[data-virtualized=false]';

it('removing one of its nodes kills the page', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.evaluate((card) => document.querySelectorAll(card)[1]?.firstElementChild?.remove(), CARD);
  await untilCrashed(page);
  expect(await page.textContent('body')).toContain('Something went wrong');
});

it('moving one of its nodes kills the page, and so does giving it another parent', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.evaluate(() => {
    const actions = document.querySelector('[aria-label="Leave a comment"]');
    actions?.parentElement?.append(actions);
  });
  await untilCrashed(page);
  await page.reload();
  await feedOf(page);
  await page.evaluate(() => {
    const main = document.querySelector('[role=main]');
    if (main) document.body.append(main);
  });
  await untilCrashed(page);
});

it('a foreign sibling between cards, and one of body and html, outlive scrolling, hover and route', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.evaluate(() => {
    const foreign = (id: string): HTMLElement => Object.assign(document.createElement('x-foreign'), { id });
    const units = [...document.querySelectorAll('[aria-posinset]')].map(
      (one) => one.parentElement?.parentElement?.parentElement,
    );
    units[1]?.before(foreign('card'));
    units[2]?.parentElement?.before(foreign('unit'));
    document.body.append(foreign('body'));
    document.documentElement.append(foreign('html'));
  });
  for (let i = 0; i < 12; i += 1) {
    await page.mouse.move(700, 300 + i);
    await page.mouse.wheel(0, 700);
    await page.waitForFunction((y) => scrollY >= y, 600 * (i + 1));
  }
  await page.click('[aria-label="Friends"][href="/friends/"] >> nth=0');
  expect(
    await page.evaluate(() => ['body', 'html'].map((id) => document.getElementById(id) !== null)),
  ).toEqual([true, true]);
  await page.goBack();
  await feedOf(page);
  expect(await crashed(page)).toBe(false);
  expect(await page.$('#body')).not.toBeNull();
});

it('a foreign sibling between cards stays while the feed renders anew around it', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.evaluate(() => {
    const card = document.querySelector('[aria-posinset="2"]')?.parentElement?.parentElement?.parentElement;
    card?.before(Object.assign(document.createElement('x-foreign'), { id: 'between' }));
    card?.parentElement?.parentElement?.before(
      Object.assign(document.createElement('x-foreign'), { id: 'unit' }),
    );
  });
  const before = await page.getAttribute('[aria-posinset="1"]', 'aria-labelledby');
  for (const y of [3000, 9000, 500, 12_000, 0]) {
    await page.evaluate((to) => scrollTo(0, to), y);
    await page.waitForSelector(`${CARD} >> visible=true`);
  }
  expect(await page.locator('#between, #unit').count()).toBe(2);
  expect(await page.getAttribute('[aria-posinset="1"]', 'aria-labelledby')).toBe(before);
  expect(await crashed(page)).toBe(false);
});

it('foreign children inside a card are gone after its next rendering', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.mouse.move(5, 400);
  await page.evaluate((card) => {
    for (const selector of [
      card,
      `${card} [data-ad-rendering-role=profile_name]`,
      `${card} [aria-haspopup=menu]`,
    ]) {
      document.querySelector(selector)?.append(document.createElement('x-foreign'));
    }
  }, CARD);
  expect(await page.locator('x-foreign').count()).toBe(3);
  await page.hover('[aria-posinset="1"] [data-ad-rendering-role=profile_name]');
  await page.waitForFunction(() => document.querySelector('x-foreign') === null);
  expect(await crashed(page)).toBe(false);
});

it('text written into its editor from outside is taken back', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.keyboard.press('p');
  const editor = page.locator('[role=dialog] [data-lexical-editor]');
  await editor.waitFor();
  await page.keyboard.type('mine');
  await editor.evaluate((element) => {
    element.textContent = 'not mine';
  });
  await page.waitForFunction(() => document.querySelector('[data-lexical-editor]')?.textContent === 'mine');
  await page.keyboard.type(' too');
  expect(await editor.innerText()).toBe('mine too');
});
