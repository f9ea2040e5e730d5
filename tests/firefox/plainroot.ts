import type { Page } from 'puppeteer-core';

interface World {
  evaluate(work: (words: string) => Point, words: string): Promise<Point>;
}
interface Point {
  x: number;
  y: number;
}

/**
 * The technique we do not use, as a control: text and an input in a closed root made in a sandbox of the page, as a content
 * script is in. Answers the point (px) of its input.
 */
export async function plantPlainRoot(page: Page, text: string): Promise<Point> {
  const frame = page.mainFrame() as unknown as { isolatedRealm(): World };
  return await frame.isolatedRealm().evaluate((words) => {
    const host = document.createElement('div');
    host.style.cssText = 'position: fixed; left: 20px; top: 420px; z-index: 2147483647; background: white';
    const root = host.attachShadow({ mode: 'closed' });
    const paragraph = document.createElement('p');
    paragraph.textContent = words;
    root.append(paragraph, document.createElement('input'));
    document.documentElement.append(host);
    const { x, y, height } = root.querySelector('input')?.getBoundingClientRect() ?? new DOMRect();
    return { x: x + 10, y: y + height / 2 };
  }, text);
}
