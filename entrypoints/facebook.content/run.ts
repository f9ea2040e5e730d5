import { kindOf, type PageKind } from '../../lib/site/facebook/pages.ts';
import { watchAddress } from './address.ts';
import type { Background, State } from './background.ts';
import { offerHome } from './blocked.ts';
import { watchChanges } from './changes.ts';
import { watchDisguise } from './disguise.ts';
import { bell } from './features/bell.ts';
import { composer } from './features/composer.ts';
import { feed } from './features/feed.ts';
import { look } from './features/look.ts';
import { showNotice } from './features/notices.ts';
import { keepFrames } from './frames.ts';
import { type GateHouse, openGateHouse } from './gate.ts';
import { keepHealth } from './health.ts';
import { insist } from './insist.ts';
import type { Feature, Overlay } from './overlay.ts';

const FEATURES: readonly Feature[] = [look, composer, feed, bell];

/** The overlay of one document, until the signal. Does nothing at all on pages where it has no business. */
export function runOverlay(background: Background, signal: AbortSignal): void {
  let kind = kindOf(location.href);
  let state: State | null = null;
  let page: Page | null = null;
  let asking = false;
  let gateHouse: GateHouse | null = kind === 'nothing' ? null : openGateHouse(signal);

  const settle = () => {
    const works = kind !== 'nothing' && (state === 'on' || state === 'quiet');
    if (!works) return stop();
    gateHouse ??= openGateHouse(signal);
    page ??= startPage(background, gateHouse, () => kind);
    page.go();
  };
  const stop = () => {
    page?.stop();
    page = null;
  };
  const greet = async () => {
    if (kind === 'nothing' || state !== null || asking) return;
    asking = true;
    const asked = kind;
    const answered = await insist(() => background.hello(asked), signal);
    asking = false;
    state ??= answered;
    settle();
  };
  background.onPush((push) => {
    if (push.is !== 'state' || push.state === state) return;
    state = push.state;
    // frames learn of quiet when they are made
    stop();
    settle();
  }, signal);
  watchAddress((address) => {
    kind = kindOf(address);
    settle();
    greet();
  }, signal);
  signal.addEventListener('abort', stop, { once: true });
  greet();
}

interface Page {
  /** Starts and stops features as the address now says. */
  go(): void;
  stop(): void;
}

function startPage(background: Background, gateHouse: GateHouse, kind: () => PageKind): Page {
  const life = new AbortController();
  const { signal } = life;
  const frames = keepFrames(background, () => offerHomeOnce(), signal);
  let offered = false;
  const offerHomeOnce = () => {
    if (offered) return;
    offered = true;
    offerHome(() => background.home().catch(() => undefined), signal);
  };
  let told: AbortController | null = null;
  const health = keepHealth(
    background,
    (any) => {
      if (any === (told !== null)) return;
      told?.abort();
      told = any ? new AbortController() : null;
      if (told !== null)
        showNotice(overlay, 'facebook-changed', AbortSignal.any([told.signal, signal]), () => undefined);
    },
    signal,
  );
  const overlay: Overlay = { background, changes: watchChanges(signal), frames, health, gateHouse, kind };
  watchDisguise(frames, signal);
  const running = new Map<Feature, AbortController>();
  const go = () => {
    for (const feature of FEATURES) {
      const runs = running.get(feature);
      if (runs === undefined && feature.on.includes(kind())) begin(feature, overlay, running);
      if (runs !== undefined && ![...feature.on, ...feature.stays].includes(kind())) end(feature, running);
    }
    overlay.changes.touch();
  };
  return {
    go,
    stop: () => {
      for (const feature of [...running.keys()]) end(feature, running);
      life.abort();
    },
  };
}

// A feature that fails is ended alone; the others go on.
function begin(feature: Feature, overlay: Overlay, running: Map<Feature, AbortController>): void {
  const life = new AbortController();
  running.set(feature, life);
  try {
    feature.start(overlay, life.signal);
  } catch {
    life.abort();
  }
}

function end(feature: Feature, running: Map<Feature, AbortController>): void {
  running.get(feature)?.abort();
  running.delete(feature);
}
