import type { Send } from '../messages/ask.ts';
import { webext } from '../webext.ts';

/**
 * Questions to the background of this browser. A message is JSON, whatever the browser would send: Firefox clones, and
 * throws at what components hold as state (proxies), where Chromium makes JSON of it.
 */
export const send: Send = (message) => webext.runtime.sendMessage(JSON.parse(JSON.stringify(message)));
