import { defineContentScript } from 'wxt/utils/define-content-script';
import { FACEBOOK_PAGES } from '../../lib/messages/facebook.ts';
import { reachBackground } from './background.ts';
import { runOverlay } from './run.ts';

export default defineContentScript({
  matches: FACEBOOK_PAGES,
  runAt: 'document_start',
  async main(ctx) {
    const life = new AbortController();
    ctx.onInvalidated(() => life.abort());
    await documentElement(life.signal);
    if (!life.signal.aborted) runOverlay(reachBackground(), life.signal);
  },
});

// In Firefox there may be no element at all yet when this starts.
async function documentElement(signal: AbortSignal): Promise<void> {
  if (document.documentElement !== null) return;
  await new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.documentElement === null) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document, { childList: true });
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
