import type { Host } from './host.ts';

/** Room in the feed for one post. It keeps its height while no frame is in it. */
export interface Slot {
  readonly handle: string;
  host: Host;
  beside: Element;
}
