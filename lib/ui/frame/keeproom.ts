import { lowest, onRoom } from '../room.ts';
import { inSteps } from './steps.ts';

/** Below what lies over the rest, so that its shadow is seen, in px. */
const SHADOW = 12;

/**
 * Watches how much room an element needs, with all that lies over it, and tells `want` (px, in steps) at once and whenever
 * it changes. Answers what ends it.
 */
export function keepRoom(element: Element, want: (height: number) => void): () => void {
  let told = 0;
  const look = () => {
    const over = lowest();
    const bottom = element.getBoundingClientRect().bottom + scrollY;
    if (bottom === 0 && over === 0 && told === 0) return;
    const height = inSteps(Math.max(bottom, over === 0 ? 0 : over + SHADOW));
    if (height === told) return;
    told = height;
    want(height);
  };
  const observer = new ResizeObserver(look);
  observer.observe(element);
  const end = onRoom((parts) => {
    observer.disconnect();
    observer.observe(element);
    for (const part of parts) observer.observe(part);
    look();
  });
  look();
  return () => {
    end();
    observer.disconnect();
  };
}
