import type { PageKind } from '../../lib/site/facebook/pages.ts';
import type { Background } from './background.ts';
import type { Changes } from './changes.ts';
import type { Frames } from './frames.ts';
import type { GateHouse } from './gate.ts';
import type { HealthBook } from './health.ts';

/** What a feature has to do with. */
export interface Overlay {
  readonly background: Background;
  readonly changes: Changes;
  readonly frames: Frames;
  readonly health: HealthBook;
  readonly gateHouse: GateHouse;
  /** What the page is now, by its address. */
  kind(): PageKind;
}

/** One thing changed on Facebook's page. */
export interface Feature {
  readonly name: string;
  /** Pages it starts on. */
  readonly on: readonly PageKind[];
  /** Pages it goes on over when it runs: something else opened above the page it belongs to. */
  readonly stays: readonly PageKind[];
  /** Works until the signal, and takes away then whatever it put into the page. What it throws stops it alone. */
  start(overlay: Overlay, signal: AbortSignal): void;
}
