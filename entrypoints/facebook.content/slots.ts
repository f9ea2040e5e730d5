import type { Unit } from '../../lib/site/facebook/feed.ts';
import type { Place } from '../../lib/site/facebook/places.ts';
import { makeHost } from './host.ts';
import type { Pool } from './pool.ts';
import type { Slot } from './slot.ts';

/** All rooms we have in the feed. */
export interface Slots {
  /** Brings them to where they belong now; those without a place go, and the rest is not touched. */
  lay(places: readonly Place[], units: readonly Unit[]): void;
}

/** Looks so far ahead for rooms that will need a frame. */
const AHEAD = '120% 0px';
/** One that comes so close must have one: of a tall window more rooms are ahead than there are frames. */
const CLOSE = '20% 0px';
/** Facebook has 16 px between cards; a frame's height comes in steps of 16, half of one empty at its end on average. */
const CARD_GAP = 8;

/** Keeps the rooms until the signal; the pool fills those that are near. */
export function keepSlots(pool: Pool, signal: AbortSignal): Slots {
  const slots = new Map<string, Slot>();
  const owner = new WeakMap<Element, Slot>();
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const slot = owner.get(target);
        if (slot !== undefined && slot.host.element === target) pool.near(slot, isIntersecting);
      }
    },
    { rootMargin: AHEAD },
  );
  const closer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const slot = owner.get(target);
        if (isIntersecting && slot?.host.element === target) pool.near(slot, true);
      }
    },
    { rootMargin: CLOSE },
  );
  const watch = ({ host }: Slot) => {
    for (const one of [watcher, closer]) one.observe(host.element);
  };
  const leave = ({ host }: Slot) => {
    for (const one of [watcher, closer]) one.unobserve(host.element);
  };
  const drop = (slot: Slot) => {
    leave(slot);
    pool.release(slot);
    slot.host.element.remove();
    slots.delete(slot.handle);
  };
  signal.addEventListener('abort', () => {
    watcher.disconnect();
    closer.disconnect();
    for (const slot of [...slots.values()]) drop(slot);
  });

  // A frame loads anew when its host is moved (Firefox) or taken out: so a room that must go elsewhere is made there, the
  // frame moves over, and the old one goes.
  const made = new Set<Slot>();
  const make = (handle: string, unit: Unit, put: (element: HTMLElement) => void): void => {
    const before = slots.get(handle);
    const host = makeHost({ ...widthOf(unit), height: `${pool.heightOf(handle)}px` });
    put(host.element);
    const slot: Slot = before ?? { handle, host, beside: unit.element };
    if (before !== undefined) {
      const old = before.host;
      leave(before);
      pool.move(before, host);
      old.element.remove();
      slot.host = host;
      slot.beside = unit.element;
    }
    slots.set(handle, slot);
    owner.set(host.element, slot);
    watch(slot);
    made.add(slot);
  };

  const lay = (places: readonly Place[], units: readonly Unit[]) => {
    const wanted = new Set(places.map(({ handle }) => handle));
    for (const slot of [...slots.values()]) if (!wanted.has(slot.handle)) drop(slot);
    for (const unit of units) {
      const here = places.filter(({ card }) => card === unit.number);
      if (here.length > 0) around(unit, here, slots, make);
    }
    // one that is looked at has its frame at once: the observers tell of it a picture later
    for (const slot of made) if (isLookedAt(slot)) pool.near(slot, true);
    made.clear();
  };
  return { lay };
}

type Make = (handle: string, unit: Unit, put: (element: HTMLElement) => void) => void;

// The last one above a card stands right before it, the first one below right after it, the others next to those.
function around(unit: Unit, places: readonly Place[], slots: ReadonlyMap<string, Slot>, make: Make): void {
  let above = unit.card;
  for (const { handle } of places.filter(({ side }) => side === 'before').toReversed()) {
    const next = above;
    if (slots.get(handle)?.host.element !== next.previousElementSibling)
      make(handle, unit, (element) => next.before(element));
    above = slots.get(handle)?.host.element ?? next;
  }
  let below = unit.card;
  for (const { handle } of places.filter(({ side }) => side === 'after')) {
    const last = below;
    if (slots.get(handle)?.host.element !== last.nextElementSibling)
      make(handle, unit, (element) => last.after(element));
    below = slots.get(handle)?.host.element ?? last;
  }
  for (const { handle } of places) {
    const slot = slots.get(handle);
    if (slot !== undefined) slot.host.style(widthOf(unit));
  }
}

function isLookedAt({ host }: Slot): boolean {
  const { top, bottom } = host.element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function widthOf({ element }: Unit): Record<string, string> {
  const { width } = element.getBoundingClientRect();
  return {
    width: width > 0 ? `${Math.round(width)}px` : '100%',
    'max-width': '100%',
    'margin-inline': 'auto',
    'margin-block': `0 ${CARD_GAP}px`,
    'flex-shrink': '0',
    overflow: 'hidden',
  };
}
