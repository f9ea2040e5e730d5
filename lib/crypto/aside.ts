import type { Primitives } from './primitives.ts';

/**
 * Makes a check whose signatures are verified on other threads, all at once, where the primitives can do that. `holds` must be
 * such that every signature it looks at has to hold (what it sees meanwhile is that all do); it may be run to its end though
 * one does not.
 */
export async function holdsAside(p: Primitives, holds: (p: Primitives) => boolean): Promise<boolean> {
  const { verifyAside } = p;
  if (verifyAside === undefined) return holds(p);
  const asked: Promise<boolean>[] = [];
  const verify: Primitives['verify'] = (key, message, signature) => {
    asked.push(verifyAside(key, message, signature));
    return true;
  };
  const rest = holds({ ...p, verify });
  const signatures = await Promise.all(asked);
  return rest && signatures.every((one) => one);
}
