import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRun } from '../../servers/browser/screens/firstrun.ts';
import { until } from '../../servers/browser/until.ts';
import { fillThreads } from '../e2e/world/manythreads.ts';
import { startWorld, type World } from '../e2e/world/world.ts';

const THREADS = 10_000;
let world: World;
let home: Page;

beforeAll(async () => {
  world = await startWorld({ people: ['Alice'] });
  const alice = world.person('Alice');
  await firstRun(alice);
  home = await alice.home();
  await fillThreads(home, THREADS);
});
afterAll(async () => {
  await world?.stop();
});

describe('Home with ten thousand threads in the database', () => {
  it('shows the newest post first', async () => {
    await home.reload();
    await home.getByRole('article').first().waitFor();
    expect(await home.getByRole('article').first().innerText()).toContain(`Post number ${THREADS - 1}.`);
  });

  it('goes on as one scrolls, in order, and takes down what is far away', async () => {
    const seen: number[] = [];
    const numbers = async () =>
      (await home.getByRole('article').allInnerTexts()).map((text) =>
        Number(/Post number (\d+)\./.exec(text)?.[1]),
      );
    while (!seen.includes(THREADS - 200)) {
      await home.mouse.wheel(0, 700);
      const last = seen.at(-1) ?? THREADS;
      // what is passed over faster than it is read is not drawn: so each step waits for the cards about the window
      await until('the cards about the window', () => home.evaluate(isDrawn));
      seen.push(...(await until('more posts', async () => fresh(await numbers(), last))));
    }
    expect(seen).toEqual(Array.from(seen, (_, i) => THREADS - 1 - i));
    await until('far posts to be taken down', async () => (await home.getByRole('article').count()) < 60);
  });

  it('has what was scrolled away when one comes back', async () => {
    await home.keyboard.press('Home');
    await home.evaluate('scrollTo(0, 0)');
    await home.getByText(`Post number ${THREADS - 1}.`).waitFor();
  });
});

/** Those below `last`, once none is missing between them: cards fill in as each one's rows are read. */
function fresh(numbers: number[], last: number): number[] | null {
  const found = numbers.filter((one) => one < last);
  const whole = found.every((one, i) => one === last - 1 - i);
  return found.length > 0 && whole ? found : null;
}

/** Runs in the page: whether every room in the window, and a screen around it, has its card. */
function isDrawn(): boolean {
  return [...document.querySelectorAll('[role=feed] > div')].every((room) => {
    const { top, bottom } = room.getBoundingClientRect();
    return top > 2 * innerHeight || bottom < -innerHeight || room.querySelector('article') !== null;
  });
}
