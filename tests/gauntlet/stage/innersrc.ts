import type { Page } from 'playwright-core';

interface Node {
  nodeName: string;
  attributes?: string[];
  children?: Node[];
  shadowRoots?: Node[];
}

/** Addresses of all iframes of the page, those in closed roots too: what an attacker may wish for, and only DevTools see. */
export async function innerSources(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  await session.detach();
  return sourcesIn(root as Node);
}

function sourcesIn({ nodeName, attributes = [], children = [], shadowRoots = [] }: Node): string[] {
  const at = attributes.indexOf('src');
  const own = nodeName === 'IFRAME' && at >= 0 ? [attributes[at + 1] ?? ''] : [];
  return [...own, ...[...children, ...shadowRoots].flatMap(sourcesIn)];
}
