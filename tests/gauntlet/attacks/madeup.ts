/**
 * Makes up everything a person could do at the trigger of the composer, and messages to all windows. Runs in the page; stands
 * alone.
 */
export function makeUpEvents(): void {
  const trigger = document.querySelector('[role="region"] a[role="link"] + [role="button"]');
  const options = { bubbles: true, cancelable: true, composed: true };
  for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
    trigger?.dispatchEvent(new MouseEvent(type, { ...options, button: 0, view: window }));
  for (const type of ['keydown', 'keypress', 'keyup']) {
    trigger?.dispatchEvent(new KeyboardEvent(type, { ...options, key: 'Enter', code: 'Enter' }));
    document.body.dispatchEvent(new KeyboardEvent(type, { ...options, key: 'p', code: 'KeyP' }));
  }
  for (const element of document.querySelectorAll('#facebook > div')) {
    element.dispatchEvent(new MouseEvent('click', options));
    (element as HTMLElement).click();
  }
  window.postMessage({ ask: 'items.post', args: { text: 'made up' } }, '*');
  window.postMessage({ is: 'close', frame: '0'.repeat(32), toFacebook: true }, '*');
}
