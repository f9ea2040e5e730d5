import type { Service } from '../service.ts';

const DAY = 86_400_000;

/** The day (and epoch) of the network's clock: ours, corrected by what servers answered. */
export function today(service: Service): number {
  return Math.floor(service.route.now() / DAY);
}

/** The week letter keys are named by. */
export function thisWeek(service: Service): number {
  return Math.floor(today(service) / 7);
}
