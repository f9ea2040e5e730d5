import { expect, it } from 'vitest';
import { crashed, feedOf, stage } from './stage.ts';

const site = stage();
const TIME = '[aria-posinset="1"] [data-ad-rendering-role=profile_name] + span a';

it('sends the headers of the real page: scripts by nonce, no loopback to connect to', async () => {
  const page = await site.open('/');
  const answer = await page.request.get(`https://127.0.0.1:${site.replica.port}/`);
  const policy = answer.headers()['content-security-policy'] ?? '';
  const part = (name: string): string => policy.split(';').find((one) => one.startsWith(`${name} `)) ?? '';
  expect(part('script-src')).toMatch(/'nonce-[\w-]+'/);
  expect(part('script-src')).not.toContain('unsafe-inline');
  expect(part('style-src')).toContain("'unsafe-inline'");
  expect(part('connect-src')).not.toContain('127.0.0.1');
  expect(part('img-src')).toMatch(/ data: blob:/);
  expect(answer.headers()['document-policy']).toBe('force-load-at-top');
  expect(answer.headers()['access-control-allow-origin']).toBeUndefined();
  expect(answer.headers()['cross-origin-embedder-policy']).toBeUndefined();
  const coep = await page.request.get(`https://127.0.0.1:${site.replica.port}/?coep=require-corp`);
  expect(coep.headers()['cross-origin-embedder-policy']).toBe('require-corp');
});

it('refuses an inline script and a call to loopback', async () => {
  const page = await site.open('/');
  const refused = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlined = true';
    document.body.append(script);
    const called = await fetch('http://127.0.0.1:9/').catch((error) => error.name);
    return { inlined: 'inlined' in window, called };
  });
  expect(refused).toEqual({ inlined: false, called: 'TypeError' });
  const violations = page.evaluate(
    () =>
      new Promise((resolve) =>
        addEventListener('securitypolicyviolation', (e) => resolve(e.violatedDirective)),
      ),
  );
  await page.evaluate(() => fetch('http://127.0.0.1:9/').catch(() => {}));
  expect(await violations).toBe('connect-src');
});

it.each(['/login/', '/checkpoint/', '/settings', '/dyi/', '/friends/', '/?broken=1', '/?broken=2'])(
  '%s has no feed',
  async (path) => {
    const page = await site.open(path);
    await page.waitForFunction(() => (document.body.textContent ?? '').length > 100);
    expect(
      await page
        .locator('[role=feed], [aria-posinset], [data-virtualized], [aria-label="Create a post"]')
        .count(),
    ).toBe(0);
  },
);

it('login and checkpoint have none of the shell either', async () => {
  const page = await site.open('/login/');
  await page.waitForSelector('[name=pass]');
  expect(await page.locator('[role=banner], [role=main], [role=navigation]').count()).toBe(0);
});

it('opens a post over the feed without loading a document, and closes it with the feed where it was', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await page.click(TIME);
  await page.waitForSelector('[role=dialog] [data-ad-rendering-role=story_message]');
  expect(new URL(page.url()).pathname).toMatch(/^\/ann\.friend\/posts\/pfbid/);
  expect(await page.locator('[role=main] [aria-posinset]').count()).toBeGreaterThan(3);
  await page.click('[role=dialog] [aria-label=Close]');
  await page.waitForSelector('[role=dialog]', { state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/');
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  expect(await crashed(page)).toBe(false);
});

it('a post has a page of its own: comments, replies of every depth in one list, sorting, more, an editor made anew', async () => {
  const page = await site.open('/');
  const { stories } = JSON.parse(
    await page.evaluate(async () =>
      (await fetch('/api/graphql/', { method: 'POST', body: new URLSearchParams({ doc: 'feed' }) })).text(),
    ),
  );
  const story =
    stories.find((one: { comments: number; kind: string }) => one.comments > 8 && one.kind === 'photo') ??
    stories[0];
  await page.goto(`https://www.facebook.com/${story.author.vanity}/posts/${story.id}`);
  await page.waitForSelector('[role=main] ul [role=article][aria-label^="Comment by"]');
  expect(await page.locator('[role=dialog]').count()).toBe(0);
  expect(await page.locator('h4 ~ ul > li').count()).toBe(4);
  await page.click('text=View more comments');
  await expect.poll(() => page.locator('h4 ~ ul > li').count()).toBeGreaterThan(4);
  await page.click('text=/View all 3 replies/ >> nth=0');
  await expect.poll(() => page.locator('ul ul [role=article][aria-label^="Reply by"]').count()).toBe(3);
  await page.click('[aria-haspopup=menu]:has-text("Most relevant")');
  expect(await page.locator('[role=menu] [role=menuitem]').last().innerText()).toBe('All comments');
  await page.locator('[role=menu] [role=menuitem]').last().click();
  const editor = await page.waitForSelector('form[role=presentation] [data-lexical-editor]');
  await editor.click();
  await page.keyboard.type('to Facebook itself');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role=article][aria-label^="Comment by Me Example"]');
  expect(await editor.evaluate((element) => element.isConnected)).toBe(false);
  expect(await crashed(page)).toBe(false);
});

it('the bell has a number, a popover, and takes the number away', async () => {
  const page = await site.open('/');
  await feedOf(page);
  expect(await page.title()).toBe('(3) Facebook');
  const bell = page.locator('a[href="/notifications/"]:not([aria-hidden=true])');
  expect(await bell.getAttribute('aria-label')).toBe('Notifications, 3 unread');
  await bell.click();
  await page.waitForSelector('[role=dialog][aria-label=Notifications] a[href*="comment_id="]');
  await page.waitForFunction(() => document.title === 'Facebook');
  expect(await bell.getAttribute('aria-label')).toBe('Notifications');
  await page.mouse.click(500, 850);
  await page.waitForSelector('[role=dialog]', { state: 'detached' });
});

it('goes dark while it is open', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.click('[aria-label="Your profile"][role=button]');
  await page.click('[role=menuitemcheckbox]');
  await page.waitForSelector('html.__fb-dark-mode:not(.__fb-light-mode)');
  const wash = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(wash).toBe('rgb(24, 25, 26)');
});

it('takes each of two visitors for whom he says he is, and stays with it', async () => {
  const page = await site.open('/?me=Bob%20Example');
  const asked = (): Promise<string> => page.innerText('[aria-label="Create a post"] [role=button] >> nth=0');
  expect(await asked()).toBe("What's on your mind, Bob?");
  await page.goto('https://www.facebook.com/');
  expect(await asked()).toBe("What's on your mind, Bob?");
  site.replica.setName('Carol Example');
  await page.context().clearCookies();
  await page.reload();
  expect(await asked()).toBe("What's on your mind, Carol?");
  site.replica.setName('Me Example');
});

it('offers six reactions over Like, counts the one chosen and keeps its label', async () => {
  const page = await site.open('/');
  await feedOf(page);
  const post = page.locator('[aria-posinset="1"]');
  const count = async (): Promise<number> =>
    Number(
      /\d+/.exec((await post.locator('[role=toolbar] [role=button]').getAttribute('aria-label')) ?? '')?.[0],
    );
  const before = await count();
  await post.locator('[data-ad-rendering-role=like_button]').hover();
  await post.locator('[aria-label=Reactions] [role=button]').nth(5).waitFor();
  await post.locator('[aria-label=Wow]').click();
  expect(await count()).toBe(before + 1);
  expect(
    await post.locator('[role=button]:has([data-ad-rendering-role=like_button])').getAttribute('aria-label'),
  ).toBe('Like');
});

it('waits with its data where it is told to be slow', async () => {
  const page = await site.open('/?slow=1200');
  await page.waitForFunction(
    () =>
      document.querySelector('[role=status]') !== null && document.querySelector('[aria-posinset]') === null,
  );
  await feedOf(page);
});
