import type { Frame, Size } from './frames.ts';
import { type Host, makeHost, setStyle } from './host.ts';
import { lower } from './lift.ts';
import type { Overlay } from './overlay.ts';
import type { Slot } from './slot.ts';

/** A frame costs some 80 ms and 3 MB: so many at most, moved to where they are needed. */
const MOST = 10;
const FIRST_HEIGHT = 240;
/** The page is left alone for so long, in ms, before a frame is made for a post that may come. */
const REST = 2_000;

/** Frames of posts, moved between rooms without loading anew. */
export interface Pool {
  /** The room came near the window, or went away from it. */
  near(slot: Slot, near: boolean): void;
  /** The room goes to another element: its frame goes along. */
  move(slot: Slot, to: Host): void;
  /** The room is given up. */
  release(slot: Slot): void;
  /** How tall a post was when it was last shown. */
  heightOf(handle: string): number;
}

interface Member {
  frame: Frame | null;
  slot: Slot | null;
  /** Empty while it is kept ready for a post that may come. */
  shows: string;
  height: number;
}

/** Keeps the frames until the signal, one of them ready beforehand: a post that comes waits for no page to load. */
export function keepPool(overlay: Overlay, signal: AbortSignal): Pool {
  const members = new Set<Member>();
  const heights = new Map<string, number>();
  const nearby = new Set<Slot>();
  const parking = makeHost({
    position: 'fixed',
    width: '0',
    height: '0',
    overflow: 'hidden',
    visibility: 'hidden',
  });
  let planned: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    clearTimeout(planned);
    parking.element.remove();
  };
  signal.addEventListener('abort', end, { once: true });

  const sized = (member: Member, { height }: Size) => {
    member.height = height;
    if (member.slot === null) return;
    heights.set(member.slot.handle, height);
    member.slot.host.style({ height: `${height}px` });
  };
  const lose = (member: Member) => {
    members.delete(member);
    member.frame?.close();
    member.slot = null;
  };
  const create = (slot: Slot) => {
    const member: Member = { frame: null, slot, shows: slot.handle, height: 0 };
    open(member, slot.host.root, slot.beside).then((frame) => {
      if (frame !== null) settle(member, slot);
    });
  };
  const prepare = (beside: Element) => {
    const isReady = [...members].some(({ shows }) => shows === '');
    if (isReady || members.size >= MOST) return;
    void open({ frame: null, slot: null, shows: '', height: 0 }, parked(), beside);
  };
  const open = async (member: Member, root: ShadowRoot, beside: Element): Promise<Frame | null> => {
    members.add(member);
    const wanted = {
      kind: 'post' as const,
      ...(member.shows === '' ? {} : { handle: member.shows }),
      beside,
      sized: (size: Size) => sized(member, size),
      closed: () => lose(member),
    };
    try {
      member.frame = await overlay.frames.open(root, wanted, signal);
    } catch {
      lose(member);
    }
    return member.frame;
  };
  const parked = (): ShadowRoot => {
    if (!parking.element.isConnected) document.documentElement.append(parking.element);
    return parking.root;
  };
  // While it was being made its room may have been moved or given up, or needed by another post.
  const settle = (member: Member, asked: Slot) => {
    if (member.slot === null) park(member);
    else if (member.slot !== asked || !isIn(member)) enter(member, member.slot);
  };
  const isIn = ({ frame, slot }: Member) => frame?.iframe.parentNode === slot?.host.root;
  const park = (member: Member) => {
    member.slot = null;
    if (member.frame !== null && !moveInto(parked(), member.frame.iframe)) lose(member);
  };
  const enter = (member: Member, slot: Slot) => {
    member.slot = slot;
    if (member.frame === null) return;
    if (!moveInto(slot.host.root, member.frame.iframe)) {
      lose(member);
      return create(slot);
    }
    if (member.shows === slot.handle) return;
    if (member.shows === '') member.frame.awaitRoom();
    member.shows = slot.handle;
    overlay.background.show({ frame: member.frame.name, handle: slot.handle }).catch(() => lose(member));
  };
  const fill = (slot: Slot) => {
    const own = [...members].find((member) => member.slot === slot);
    if (own !== undefined && (own.frame === null || own.frame.iframe.isConnected)) return;
    // the page took the room out with the frame in it
    if (own !== undefined) lose(own);
    const idle = [...members].filter(
      (one) => one.frame !== null && (one.slot === null || !nearby.has(one.slot)),
    );
    const fitting =
      idle.find(({ shows }) => shows === slot.handle) ??
      idle.find(({ shows }) => shows === '') ??
      (members.size < MOST ? undefined : idle[0]);
    if (fitting !== undefined) enter(fitting, slot);
    else if (members.size < MOST) create(slot);
    else yieldTo(slot);
    clearTimeout(planned);
    planned = setTimeout(() => prepare(slot.beside), REST);
  };
  // More rooms are near than there are frames: who is looked at has one before who is only near.
  const yieldTo = (slot: Slot) => {
    const far = [...members]
      .filter((one) => one.frame !== null && one.slot !== null)
      .map((one) => ({ one, away: one.slot === null ? 0 : awayFrom(one.slot) }))
      .sort((a, b) => b.away - a.away)[0];
    if (far !== undefined && far.away > awayFrom(slot)) enter(far.one, slot);
  };
  return {
    near: (slot, near) => {
      if (near) nearby.add(slot);
      else nearby.delete(slot);
      if (near) fill(slot);
      else for (const waiting of nearby) fill(waiting);
    },
    move: (slot, to) => {
      const member = [...members].find((one) => one.slot === slot);
      if (member?.frame && !moveInto(to.root, member.frame.iframe)) lose(member);
    },
    release: (slot) => {
      nearby.delete(slot);
      for (const member of members) if (member.slot === slot) park(member);
    },
    heightOf: (handle) => heights.get(handle) ?? FIRST_HEIGHT,
  };
}

// Pixels between a room and the window; 0 for one that is looked at.
function awayFrom({ host }: Slot): number {
  const { top, bottom } = host.element.getBoundingClientRect();
  return Math.max(0, top - innerHeight, -bottom);
}

// Only this keeps what is in the frame, in either browser: the frame itself, from root to root, both in the document.
function moveInto(root: ShadowRoot, iframe: HTMLIFrameElement): boolean {
  if (!iframe.isConnected || !root.isConnected || !('moveBefore' in root)) return false;
  lower(iframe);
  takeBoxAway(iframe);
  root.moveBefore(iframe, null);
  setStyle(iframe, { display: 'block' });
  return true;
}

// Chromium (156) leaves the box of a frame that goes from one shadow root to another where it was, and dies when that box
// is taken away later: so it goes without one. What is in the frame stays.
function takeBoxAway(iframe: HTMLIFrameElement): void {
  setStyle(iframe, { display: 'none' });
  iframe.getBoundingClientRect();
}
