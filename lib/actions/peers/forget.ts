import type { Service } from '../service.ts';

/** The helper need not keep letters of a log up to a number; without one it hears so when it is there again. */
export function letHelperForget({ peers }: Service, log: string, upTo: number): void {
  peers?.forget(log, upTo).catch(() => undefined);
}
