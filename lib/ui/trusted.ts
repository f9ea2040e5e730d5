import type { Seen } from '../messages/request.ts';

/** How long a surface must have been seen before what cannot be undone. */
const SEEN_MS = 500;

interface VisibilityEntry extends IntersectionObserverEntry {
  isVisible?: boolean;
}

/**
 * Watches whether an element is truly on the screen, nothing over it, neither faded nor moved: IntersectionObserver v2.
 * Answers what says so at any moment: `unknown` where this browser cannot tell. `now` gives ms.
 */
export function watchSeen(element: Element, now: () => number = () => performance.now()): () => Seen {
  if (!canTell()) return () => 'unknown';
  let since: number | null = null;
  const options = { threshold: [0, 0.5, 1], trackVisibility: true, delay: 100 };
  const observer = new IntersectionObserver((entries) => {
    const last: VisibilityEntry | undefined = entries.at(-1);
    if (last?.isVisible !== true) since = null;
    else since ??= now();
  }, options);
  observer.observe(element);
  return () => (since !== null && now() - since >= SEEN_MS ? 'seen' : 'hidden');
}

function canTell(): boolean {
  return (
    typeof IntersectionObserverEntry !== 'undefined' && 'isVisible' in IntersectionObserverEntry.prototype
  );
}

/** A handler that passes over events no person caused: a page can make no others reach a frame, nor can a script in it. */
export function trusted<E extends Event>(handle: (event: E) => void): (event: E) => void {
  return (event) => {
    if (event.isTrusted) handle(event);
  };
}
