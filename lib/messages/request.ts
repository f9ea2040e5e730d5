import type * as v from 'valibot';

/**
 * Who may ask the background: `page` is the content script on Facebook's page; `post`, `composer`, `bell` and `notice` are
 * frames in that page, known by the nonce they claimed; `home`, `popup` and `confirm` are the extension's own pages.
 */
export type Surface = 'page' | 'post' | 'composer' | 'bell' | 'notice' | 'home' | 'popup' | 'confirm';

/** Frames drawn inside Facebook's page. */
export type FrameKind = Extract<Surface, 'post' | 'composer' | 'bell' | 'notice'>;

type Shape = v.GenericSchema<unknown, object>;

/** One question to the background: the only place its name, arguments and answer are written. */
export interface Request<A extends Shape = Shape, R extends Shape = Shape> {
  readonly name: string;
  /** What it does, in one sentence. */
  readonly says: string;
  readonly from: readonly Surface[];
  /**
   * It cannot be undone: from a frame it needs a trusted event and that the frame was truly seen; where the browser
   * cannot tell, an extension window asks (DESIGN section 6, 4).
   */
  readonly guarded?: true;
  /** Guarded, but never asked for in a window: whoever is to be tricked into it would have to write it, too. */
  readonly written?: true;
  readonly args: A;
  readonly answer: R;
}

export type Args<R extends Request> = v.InferOutput<R['args']>;
export type Answer<R extends Request> = v.InferOutput<R['answer']>;

/** Writes a request down; the types of its arguments and answer follow. */
export function defineRequest<const A extends Shape, const R extends Shape>(
  request: Request<A, R>,
): Request<A, R> {
  return request;
}

/** Whether a frame was on the screen, uncovered, when its user acted: `unknown` where the browser cannot tell. */
export type Seen = 'seen' | 'hidden' | 'unknown';

/** What goes over runtime.sendMessage. */
export interface Asked {
  ask: string;
  args: unknown;
  /** Of a guarded request: how the frame was seen at the trusted event. */
  seen?: Seen;
}

/** What comes back. */
export type Answered = { ok: unknown } | { error: { code: string; detail?: string } };
