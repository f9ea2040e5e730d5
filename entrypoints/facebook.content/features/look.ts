import type { Feature } from '../overlay.ts';

/** When Facebook's theme or direction changes, our frames change with it. */
export const look: Feature = {
  name: 'look',
  on: ['home', 'permalink', 'profile', 'group', 'notifications', 'messages', 'other'],
  stays: [],
  start(overlay, signal) {
    let planned = 0;
    const plan = () => {
      cancelAnimationFrame(planned);
      planned = requestAnimationFrame(() => {
        if (!signal.aborted) overlay.frames.relook();
      });
    };
    const observer = new MutationObserver(plan);
    observer.observe(document.documentElement, { attributeFilter: ['class', 'dir'] });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', plan, { signal });
    signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  },
};
