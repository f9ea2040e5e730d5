import type { Seen } from '../messages/request.ts';

/** How long something must have been seen before what cannot be undone. */
const SEEN_MS = 500;

interface Sight {
  seen: Seen;
}

interface VisibilityEntry extends IntersectionObserverEntry {
  isVisible?: boolean;
}

/** What is watched, the uppermost last: a dialog covers the rest, and it is the dialog that is acted in. */
const sights: Sight[] = [];

/**
 * Watches whether an element is truly on the screen, nothing over it, neither faded nor moved, and was so for half a
 * second: IntersectionObserver v2. `unknown` where this browser cannot tell. `changed` hears it at once and whenever it
 * changes. Answers what ends it.
 */
export function watchSeen(element: Element, changed: (seen: Seen) => void = () => undefined): () => void {
  const sight: Sight = { seen: canTell() ? 'hidden' : 'unknown' };
  const say = (seen: Seen) => {
    sight.seen = seen;
    changed(seen);
  };
  sights.push(sight);
  say(sight.seen);
  const end = sight.seen === 'unknown' ? () => undefined : observe(element, say);
  return () => {
    end();
    sights.splice(sights.indexOf(sight), 1);
  };
}

/** How the uppermost of what is watched is seen at this moment; `hidden` where nothing is watched. */
export function seenNow(): Seen {
  return sights.at(-1)?.seen ?? 'hidden';
}

function observe(element: Element, say: (seen: Seen) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const options = { threshold: [0, 0.5, 1], trackVisibility: true, delay: 100 };
  const observer = new IntersectionObserver((entries) => {
    const last: VisibilityEntry | undefined = entries.at(-1);
    if (last?.isVisible === true) {
      timer ??= setTimeout(() => say('seen'), SEEN_MS);
      return;
    }
    clearTimeout(timer);
    timer = undefined;
    say('hidden');
  }, options);
  observer.observe(element);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}

function canTell(): boolean {
  return (
    typeof IntersectionObserverEntry !== 'undefined' && 'isVisible' in IntersectionObserverEntry.prototype
  );
}
