/** So far, in px, a pointer may wander while it presses: farther, and its user thought better of it. */
const WANDER = 10;

/**
 * An attachment for a button of a list that changes by itself: what was pressed acts when the pointer is let go, though
 * what arrived meanwhile moved it from under it (the browser then gives the click to neither). By keyboard a click acts.
 * Events no person caused are passed over.
 */
export function pressed(act: () => void): (node: HTMLElement) => () => void {
  return (node) => {
    let done = false;
    const down = (event: PointerEvent) => {
      done = false;
      if (!event.isTrusted || event.button !== 0) return;
      follow(event, () => {
        done = true;
        if (node.isConnected) act();
      });
    };
    const click = (event: MouseEvent) => {
      if (event.isTrusted && (!done || event.detail === 0)) act();
      done = false;
    };
    node.addEventListener('pointerdown', down);
    node.addEventListener('click', click);
    return () => {
      node.removeEventListener('pointerdown', down);
      node.removeEventListener('click', click);
    };
  };
}

/** Calls back when this pointer is let go near to where it pressed. */
function follow({ pointerId, clientX, clientY }: PointerEvent, released: () => void): void {
  const listening = new AbortController();
  const { signal } = listening;
  const up = (event: PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    listening.abort();
    const far = Math.hypot(event.clientX - clientX, event.clientY - clientY) > WANDER;
    if (event.isTrusted && event.type === 'pointerup' && !far) released();
  };
  for (const name of ['pointerup', 'pointercancel'] as const)
    window.addEventListener(name, up, { signal, capture: true });
}
