import * as v from 'valibot';
import { defineRequest, type Surface } from '../request.ts';
import { handle, id, line, nothing } from '../shapes.ts';

/** What frames in Facebook's page ask for themselves. */

const FRAMES: Surface[] = ['post', 'composer', 'bell', 'notice'];

/** The user's own mark, in every frame: the page cannot know it, and what comes without it is not Peerwall. */
export const mark = v.strictObject({ colour: line(20), picture: line(20), phrase: line(40) });
export type OwnMark = v.InferOutput<typeof mark>;

export const claim = defineRequest({
  name: 'frame.claim',
  says: 'Takes the nonce of its address, once, and says what the frame is; the router answers it before it knows who asks.',
  from: FRAMES,
  args: v.strictObject({ nonce: handle }),
  answer: v.strictObject({
    kind: v.picklist(['post', 'composer', 'bell', 'notice']),
    /** By this name the background speaks of it to the content script, and to it (`FramePush`). */
    frame: handle,
    /** Of a post frame: the thread it shows. */
    drop: v.nullable(id),
    /** Of a notice: what it says. */
    notice: v.nullable(line(40)),
    mark: v.nullable(mark),
    quiet: v.boolean(),
    /** Colours, type and direction of the page beside it. */
    look: v.record(v.string(), v.string()),
  }),
});

export const size = defineRequest({
  name: 'frame.size',
  says: 'Tells how much room the frame wants, in px, in steps; the content script gives it.',
  from: FRAMES,
  args: v.strictObject({
    height: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(20_000)),
    /** Only the bell and the composer choose their width. */
    width: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_200))),
    /** The bell is open (a popover), or shows its badge alone. */
    open: v.optional(v.boolean()),
  }),
  answer: nothing,
});

export const close = defineRequest({
  name: 'frame.close',
  says: 'The frame is not needed any more: the composer after posting or Escape, a dismissed notice.',
  from: FRAMES,
  args: v.strictObject({ toFacebook: v.optional(v.boolean()) }),
  answer: nothing,
});

export const above = defineRequest({
  name: 'frame.above',
  says: 'A dialog is open in the frame: until it says otherwise, nothing of the page is to lie over it.',
  from: FRAMES,
  args: v.strictObject({ above: v.boolean() }),
  answer: nothing,
});

export const openHome = defineRequest({
  name: 'frame.home',
  says: 'Opens Home in a tab of its own, at one of its places.',
  from: [...FRAMES, 'popup', 'confirm', 'page'],
  args: v.strictObject({
    route: v.pipe(v.string(), v.maxLength(200), v.regex(/^[a-z]*(\/[0-9a-f]{64})?$/)),
  }),
  answer: nothing,
});

export const visible = defineRequest({
  name: 'surface.visible',
  says: 'A surface of ours is on the screen, or not any more: mailboxes are asked oftener.',
  from: [...FRAMES, 'home', 'popup'],
  args: v.strictObject({ visible: v.boolean() }),
  answer: nothing,
});
