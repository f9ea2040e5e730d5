import * as v from 'valibot';
import { count, handle } from './shapes.ts';

/** What the background tells the content script of a tab (tabs.sendMessage to its frame 0). Places, never words. */
export const Push = v.variant('is', [
  /** A frame wants so much room. */
  v.strictObject({
    is: v.literal('size'),
    frame: handle,
    height: count,
    width: v.optional(count),
    open: v.optional(v.boolean()),
  }),
  /** A frame is done; `toFacebook`: the next click on Facebook's own composer goes to Facebook. */
  v.strictObject({ is: v.literal('close'), frame: handle, toFacebook: v.boolean() }),
  /** A frame shows something that nothing of the page may lie over, or does not any more. */
  v.strictObject({ is: v.literal('above'), frame: handle, above: v.boolean() }),
  /** There may be new posts: ask `page.feed` again. */
  v.strictObject({ is: v.literal('feed') }),
  /** Paused, quiet, or on again. */
  v.strictObject({ is: v.literal('state'), state: v.picklist(['on', 'paused', 'quiet', 'nobody']) }),
]);
export type Push = v.InferOutput<typeof Push>;

/** What the background tells one frame (tabs.sendMessage to where it stands; it passes over what is not its own). */
export const FramePush = v.variant('is', [
  /** The frame of this nonce shows another thread. */
  v.strictObject({ is: v.literal('show'), frame: handle, drop: v.nullable(v.string()) }),
  v.strictObject({ is: v.literal('look'), frame: handle, look: v.record(v.string(), v.string()) }),
]);
export type FramePush = v.InferOutput<typeof FramePush>;
