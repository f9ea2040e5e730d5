import { until } from '../until.ts';

/** How long one waits before loading the page again, ms: at first, and then longer each time. */
const PAUSE = 3_000;
const GROWTH = 1.5;

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
  let pause = PAUSE;
  await until(
    what,
    async () => {
      if (await look()) return true;
      if (Date.now() < loaded + pause) return false;
      await page.reload();
      loaded = Date.now();
      pause *= GROWTH;
      return false;
    },
    patience,
  );
}
