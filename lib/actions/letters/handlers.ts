import type { LetterEvent } from '../../protocol/letter.ts';
import { friendHandlers } from '../friends/handlers.ts';
import { itemHandlers } from '../items/handlers.ts';
import type { Handler } from './handler.ts';
import { onKey } from './onkey.ts';
import { onText } from './ontext.ts';

/** What each kind of event does; `receipt` does nothing beyond its letter's `end`. */
export const HANDLERS: { readonly [I in LetterEvent['is']]: Handler<I> } = {
  ...friendHandlers,
  ...itemHandlers,
  key: onKey,
  text: onText,
  receipt: async () => undefined,
};

/** What somebody who is no Friend may tell us. */
export const FROM_STRANGERS: readonly LetterEvent['is'][] = ['request', 'accept', 'receipt'];
