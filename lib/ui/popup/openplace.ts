import { ask } from '../../messages/ask.ts';
import { openHome } from '../../messages/requests/frame.ts';
import { send } from '../send.ts';

/** Shows a place of Home in its tab, and closes this window. */
export function openPlace(route: string): void {
  ask(send, openHome, { route }).then(
    () => close(),
    () => undefined,
  );
}
