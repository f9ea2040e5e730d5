import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe found on a page, each as one line; none where it is clean. Pages forbid scripts of others: it runs apart. */
export async function faultsOf(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe.source });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ': ' + failureSummary)))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  // its name is fixed, what it shows is the choice made
  const fixed = 'label-content-name-mismatch button[aria-label="Audience"]';
  return (result.value as string[]).filter((fault) => !fault.startsWith(fixed));
}
