import { find } from './find.ts';
import { BELL, SIGN_IN } from './selectors.ts';

/** Whether the page asks its visitor to sign in, whatever its address says: nothing of ours belongs there. */
export function isSignIn(doc: Document): boolean {
  return find(doc, SIGN_IN) !== null && find(doc, BELL) === null;
}
