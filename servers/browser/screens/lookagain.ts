import { until } from '../until.ts';

/** How long one waits before loading the page again, ms. */
const PAUSE = 3_000;

/**
 * Loads a page of Peerwall again and again until there is what is waited for, as somebody does who does not want to wait a
 * quarter of a minute: mailboxes are asked at once when a page is opened. PatienceError.
 */
export async function lookAgain(
  page: { reload(): Promise<unknown> },
  what: string,
  look: () => Promise<boolean>,
  patience = 60_000,
): Promise<void> {
  let loaded = Date.now();
  await until(
    what,
    async () => {
      if (await look()) return true;
      if (Date.now() < loaded + PAUSE) return false;
      await page.reload();
      loaded = Date.now();
      return false;
    },
    patience,
  );
}
