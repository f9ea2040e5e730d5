import type { Send } from '../messages/ask.ts';
import { webext } from '../webext.ts';

/** Questions to the background of this browser. */
export const send: Send = (message) => webext.runtime.sendMessage(message);
