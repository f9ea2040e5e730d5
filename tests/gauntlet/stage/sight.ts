import type { Frame } from 'playwright-core';

/** As often as a frame of ours asks the browser, ms. */
const LOOKS = 100;

/** What the browser says to a frame of whether it is seen as it is. */
export interface Sight {
  /** Resolves once it says so. */
  is(visible: boolean): Promise<void>;
}

/** Asks the browser as the frame itself does. */
export async function watchSight(frame: Frame): Promise<Sight> {
  await frame.evaluate((delay) => {
    const options = { threshold: [0, 0.5, 1], trackVisibility: true, delay };
    new IntersectionObserver((entries) => {
      const { isVisible } = entries.at(-1) as IntersectionObserverEntry & { isVisible: boolean };
      document.documentElement.dataset.sight = `${isVisible}`;
    }, options).observe(document.documentElement);
  }, LOOKS);
  return {
    is: async (visible) => {
      await frame.waitForFunction((is) => document.documentElement.dataset.sight === is, `${visible}`, {
        polling: LOOKS,
      });
    },
  };
}
