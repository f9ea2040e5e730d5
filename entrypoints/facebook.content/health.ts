import { isSignIn } from '../../lib/site/facebook/signin.ts';
import type { Background, Health, Surface } from './background.ts';

/** A surface that was not found after so many ms is not what it was. */
const PATIENCE = 10_000;

/** Whether Facebook's page is still as we know it, surface by surface. */
export interface HealthBook {
  /** From now on the surface ought to be found; it is `changed` when it is not in time. */
  expect(surface: Surface, signal: AbortSignal): void;
  report(surface: Surface, state: Health): void;
}

/** Tells the background what changes; `changed` hears whether anything is not as it was. */
export function keepHealth(
  background: Background,
  changed: (any: boolean) => void,
  signal: AbortSignal,
): HealthBook {
  const book = new Map<Surface, Health>();
  const report = (surface: Surface, state: Health) => {
    if (signal.aborted || book.get(surface) === state) return;
    book.set(surface, state);
    background.health(surface, state).catch(() => undefined);
    changed([...book.values()].includes('changed'));
  };
  const late = (surface: Surface) => {
    if (book.get(surface) !== 'working' && !isSignIn(document)) report(surface, 'changed');
  };
  return {
    report,
    expect: (surface, until) => {
      if (book.get(surface) === 'working') book.delete(surface);
      const timer = setTimeout(late, PATIENCE, surface);
      until.addEventListener('abort', () => clearTimeout(timer), { once: true });
    },
  };
}
