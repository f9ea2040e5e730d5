import type { Frame } from 'playwright-core';

/** As often as a frame of ours asks the browser, ms. */
const LOOKS = 100;

/** What the browser says to a frame of whether it is seen as it is. */
export interface Sight {
  /** Resolves once it has said so for as long as the frame's own look may come later. */
  is(visible: boolean): Promise<void>;
}

/** Asks the browser as the frame itself does. */
export async function watchSight(frame: Frame): Promise<Sight> {
  await frame.evaluate((delay) => {
    const options = { threshold: [0, 0.5, 1], trackVisibility: true, delay };
    new IntersectionObserver((entries) => {
      const { isVisible } = entries.at(-1) as IntersectionObserverEntry & { isVisible: boolean };
      const { dataset } = document.documentElement;
      dataset.sight = `${isVisible}`;
      dataset.since = `${performance.now()}`;
    }, options).observe(document.documentElement);
  }, LOOKS);
  return {
    is: async (visible) => {
      const says = ({ is, long }: { is: string; long: number }) => {
        const { sight, since } = document.documentElement.dataset;
        return sight === is && performance.now() - Number(since) >= long;
      };
      await frame.waitForFunction(says, { is: `${visible}`, long: 2 * LOOKS }, { polling: LOOKS });
    },
  };
}
