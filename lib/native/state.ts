/**
 * `absent`: no helper is installed for this browser. `gone`: it is installed, and did not start or ended.
 * `reason` is a plain sentence for the status page.
 */
export interface HelperState {
  is: 'connecting' | 'connected' | 'absent' | 'gone';
  reason: string;
}

/** Nothing heard yet. */
export const CONNECTING: HelperState = { is: 'connecting', reason: 'Looking for the helper.' };

/** Letters go directly. */
export const CONNECTED: HelperState = { is: 'connected', reason: 'The helper is running.' };

/** What the browser's word about an ended port means. Chromium's and Firefox' words for "not installed" are known. */
export function stateOf(message: string | undefined): HelperState {
  const said = message ?? '';
  if (/host not found|No such native application/i.test(said))
    return { is: 'absent', reason: 'The helper is not installed: run "npx peerwall helper install".' };
  if (/forbidden|not allowed/i.test(said))
    return {
      is: 'gone',
      reason: 'The installed helper belongs to another extension: run "npx peerwall helper install" again.',
    };
  if (/failed to start|exited|not.*execut/i.test(said))
    return { is: 'gone', reason: 'The helper did not start: "npx peerwall helper doctor" says why.' };
  return { is: 'gone', reason: 'The helper ended; it is being started again.' };
}
