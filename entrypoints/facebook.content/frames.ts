import type { Push } from '../../lib/messages/pushes.ts';
import type { FrameKind } from '../../lib/messages/request.ts';
import { FRAME_TITLES } from '../../lib/messages/titles.ts';
import { readLook } from '../../lib/site/facebook/look.ts';
import { themeOf } from '../../lib/site/facebook/theme.ts';
import { webext } from '../../lib/webext.ts';
import type { Background } from './background.ts';
import { setStyle } from './host.ts';
import { lift, lower } from './lift.ts';

/** A frame that asked for no room after so many ms was not let in by the page (it isolates itself from all frames). */
const SILENCE = 10_000;
/** More than so many frames a minute are nobody's wish: then the page takes them out as fast as they come. */
const MOST_A_MINUTE = 60;

export type Size = Extract<Push, { is: 'size' }>;
/** What a notice says. */
export type Notice = 'facebook-changed' | 'to-facebook';

/** One frame of the extension in the page. */
export interface Frame {
  readonly name: string;
  readonly iframe: HTMLIFrameElement;
  /** It has something to show from now on: where it never asks for room, frames cannot load here. */
  awaitRoom(): void;
  /** Takes it out and tells the background. */
  close(): void;
}

export interface Wanted {
  readonly kind: FrameKind;
  /** Colours are taken from here. */
  readonly beside: Element;
  /** Of a post frame: what it shows; left out while that is not known yet. */
  readonly handle?: string;
  readonly notice?: Notice;
  readonly sized?: (size: Size) => void;
  readonly closed?: (toFacebook: boolean) => void;
}

/** The page is at war with our frames: none is made for a while. */
export class TooManyFrames extends Error {
  override name = 'TooManyFrames';
}

/** All frames of this page. */
export interface Frames {
  /** Puts a frame into a root; null where the signal came first. Throws AskError, TooManyFrames. */
  open(root: ShadowRoot, wanted: Wanted, signal: AbortSignal): Promise<Frame | null>;
  /** The page looks different now. */
  relook(): void;
  /** Those that are in the page now. */
  all(): Iterable<HTMLIFrameElement>;
}

interface Known {
  readonly wanted: Wanted;
  readonly frame: Frame;
  silence?: ReturnType<typeof setTimeout>;
}

/** Keeps the frames of the page; `blocked` hears when one cannot load here. */
export function keepFrames(background: Background, blocked: () => void, signal: AbortSignal): Frames {
  const known = new Map<string, Known>();
  let made: number[] = [];
  const forget = (name: string): Known | undefined => {
    const one = known.get(name);
    clearTimeout(one?.silence);
    known.delete(name);
    return one;
  };
  background.onPush((push) => {
    if (push.is === 'size') {
      const one = known.get(push.frame);
      clearTimeout(one?.silence);
      one?.wanted.sized?.(push);
    }
    if (push.is === 'above') {
      const one = known.get(push.frame);
      if (one !== undefined) (push.above ? lift : lower)(one.frame.iframe);
    }
    if (push.is === 'close') forget(push.frame)?.wanted.closed?.(push.toFacebook);
  }, signal);

  const open = async (root: ShadowRoot, wanted: Wanted, until: AbortSignal): Promise<Frame | null> => {
    const { kind, handle, notice, beside } = wanted;
    made = [...made.filter((at) => at > performance.now() - 60_000), performance.now()];
    if (made.length > MOST_A_MINUTE) throw new TooManyFrames();
    const look = readLook(beside);
    const { nonce, frame: name } = await background.mount({
      kind,
      look,
      ...(handle === undefined ? {} : { handle }),
      ...(notice === undefined ? {} : { notice }),
    });
    const iframe = makeFrame(kind, nonce);
    const close = () => {
      iframe.remove();
      forget(name);
      background.unmount(name).catch(() => undefined);
    };
    const awaitRoom = () => {
      const one = known.get(name);
      if (one !== undefined) one.silence ??= setTimeout(blocked, SILENCE);
    };
    const frame: Frame = { name, iframe, awaitRoom, close };
    if (until.aborted || signal.aborted) {
      close();
      return null;
    }
    wearScheme(iframe);
    known.set(name, { wanted, frame });
    if (kind !== 'post' || handle !== undefined) awaitRoom();
    until.addEventListener('abort', close, { once: true });
    root.append(iframe);
    return frame;
  };
  const relook = () => {
    for (const { wanted, frame } of known.values()) {
      const beside = wanted.beside.isConnected ? wanted.beside : document.documentElement;
      wearScheme(frame.iframe);
      background.show({ frame: frame.name, look: readLook(beside) }).catch(() => undefined);
    }
  };
  return { open, relook, all: () => [...known.values()].map(({ frame }) => frame.iframe) };
}

function makeFrame(kind: FrameKind, nonce: string): HTMLIFrameElement {
  const iframe = document.createElement('iframe');
  iframe.title = FRAME_TITLES[kind];
  // Firefox tells a frame where it stands only where it may be referred to, whatever the page's own policy is
  iframe.referrerPolicy = 'origin';
  setStyle(iframe, { all: 'initial', display: 'block', width: '100%', height: '100%', border: '0' });
  iframe.src = `${webext.runtime.getURL('frame.html')}#${nonce}`;
  return iframe;
}

// A frame of another scheme than its element is drawn on an opaque ground.
function wearScheme(iframe: HTMLIFrameElement): void {
  setStyle(iframe, { 'color-scheme': themeOf(document) });
}
