import type { Seen } from '../messages/request.ts';

/** How long something must have been seen before what cannot be undone. */
const SEEN_MS = 500;

/** How long an act that its user wrote waits to be seen: the half second, and what the browser takes to tell. */
const WAIT_MS = 1200;

interface Sight {
  seen: Seen;
}

interface VisibilityEntry extends IntersectionObserverEntry {
  isVisible?: boolean;
}

/** What is watched, the uppermost last: a dialog covers the rest, and it is the dialog that is acted in. */
const sights: Sight[] = [];
const waiting = new Set<() => void>();

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
    for (const look of waiting) look();
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

/**
 * The same, for what its user wrote: where it was not seen long enough yet, once it was; `hidden` only after it was waited
 * for in vain. Never for what one click alone does: a cover taken away after the click must not make it good.
 */
export async function seenSoon(): Promise<Seen> {
  if (seenNow() !== 'hidden') return seenNow();
  return await new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      waiting.delete(look);
      done(seenNow());
    };
    const look = () => {
      if (seenNow() !== 'hidden') end();
    };
    const timer = setTimeout(end, WAIT_MS);
    waiting.add(look);
  });
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
