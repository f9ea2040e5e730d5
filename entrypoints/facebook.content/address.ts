/** How often the address is looked at where the browser does not tell of its changes, in ms. */
const PACE = 500;

/**
 * Calls when the page's address became another: Facebook changes it without loading anything. The browser tells of it where
 * it has the Navigation API; page scripts could make such an event up, so the address itself is compared.
 */
export function watchAddress(changed: (address: string) => void, signal: AbortSignal): void {
  let last = location.href;
  const look = () => {
    if (location.href === last) return;
    last = location.href;
    changed(last);
  };
  if ('navigation' in window) window.navigation.addEventListener('currententrychange', look, { signal });
  window.addEventListener('popstate', look, { signal });
  const timer = setInterval(look, PACE);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
