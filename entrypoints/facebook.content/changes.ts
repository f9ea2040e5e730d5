import { mainColumn } from '../../lib/site/facebook/feed.ts';

/** Tells of changes of the page, at most once a frame. */
export interface Changes {
  /** Runs at the next frame after something changed, until the signal; once soon in any case. */
  each(run: () => void, signal: AbortSignal): void;
  /** As if the page had changed. */
  touch(): void;
}

/**
 * One observer for everything: of the whole document until the page's main column stands, then of that column and of the
 * elements directly around it, for the feed alone gives most of the page's changes worth hearing.
 */
export function watchChanges(signal: AbortSignal): Changes {
  const runs = new Set<() => void>();
  let planned = 0;
  let main: Element | null = null;
  const observer = new MutationObserver(() => touch());

  const look = () => {
    planned = 0;
    if (signal.aborted) return;
    aim();
    for (const run of runs) run();
  };
  const touch = () => {
    if (!signal.aborted) planned ||= requestAnimationFrame(look);
  };
  const aim = () => {
    const now = main?.isConnected ? main : mainColumn(document);
    if (now === main && now !== null) return;
    main = now;
    observer.disconnect();
    for (const [target, options] of targets(now)) observer.observe(target, options);
  };
  aim();
  window.addEventListener('resize', touch, { signal, passive: true });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    cancelAnimationFrame(planned);
  });
  return {
    touch,
    each: (run, until) => {
      runs.add(run);
      until.addEventListener('abort', () => runs.delete(run), { once: true });
      touch();
    },
  };
}

function targets(main: Element | null): [Node, MutationObserverInit][] {
  if (main === null) return [[document.documentElement, { childList: true, subtree: true }]];
  const around: [Node, MutationObserverInit][] = [];
  for (let at = main.parentElement; at !== null; at = at.parentElement)
    around.push([at, { childList: true }]);
  const banner = document.querySelector('[role="banner"]');
  if (banner !== null) around.push([banner, { childList: true, subtree: true }]);
  return [[main, { childList: true, subtree: true }], ...around];
}
