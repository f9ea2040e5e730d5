import type { Page } from 'playwright-core';

/**
 * The technique we do not use, as a control: text and an input in a closed root that a content script made, in a world the page's
 * script does not share. Answers the point (px) of its input.
 */
export async function plantPlainRoot(page: Page, text: string): Promise<{ x: number; y: number }> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'another content script',
  });
  const make = (words: string) => {
    const host = document.createElement('div');
    host.style.cssText = 'position: fixed; left: 20px; top: 420px; z-index: 2147483647; background: white';
    const root = host.attachShadow({ mode: 'closed' });
    const paragraph = document.createElement('p');
    paragraph.textContent = words;
    root.append(paragraph, document.createElement('input'));
    document.documentElement.append(host);
    const { x, y, height } = root.querySelector('input')?.getBoundingClientRect() ?? new DOMRect();
    return { x: x + 10, y: y + height / 2 };
  };
  const { result } = await session.send('Runtime.evaluate', {
    expression: `(${make})(${JSON.stringify(text)})`,
    contextId: executionContextId,
    returnByValue: true,
  });
  await session.detach();
  return result.value;
}
