import * as v from 'valibot';
import { defineRequest } from '../request.ts';
import { count, handle, line, look, nothing } from '../shapes.ts';

/** What the content script asks: places, never words. No text, name or id of ours is in any of these. */

export const hello = defineRequest({
  name: 'page.hello',
  says: 'A page of Facebook is there; what is to be done on it.',
  from: ['page'],
  args: v.strictObject({ kind: line(20) }),
  answer: v.strictObject({ state: v.picklist(['on', 'paused', 'quiet', 'nobody']) }),
});

export const mount = defineRequest({
  name: 'page.mount',
  says: 'A frame is about to be put into the page: its one-time nonce, bound to this tab.',
  from: ['page'],
  args: v.strictObject({
    kind: v.picklist(['post', 'composer', 'bell', 'notice']),
    /** Of a post frame: which of `feed` it shows. */
    handle: v.optional(handle),
    notice: v.optional(v.picklist(['facebook-changed', 'to-facebook'])),
    look,
  }),
  answer: v.strictObject({ nonce: handle, frame: handle }),
});

export const unmount = defineRequest({
  name: 'page.unmount',
  says: 'A frame was taken out of the page.',
  from: ['page'],
  args: v.strictObject({ frame: handle }),
  answer: nothing,
});

export const show = defineRequest({
  name: 'page.show',
  says: 'A mounted post frame of the pool shows another post from now on; or the page changed its look.',
  from: ['page'],
  args: v.strictObject({
    frame: handle,
    handle: v.optional(handle),
    look: v.optional(look),
  }),
  answer: nothing,
});

export const feed = defineRequest({
  name: 'page.feed',
  says: 'The newest posts for the feed, newest first, as random handles of this tab; `fresh` were not seen yet.',
  from: ['page'],
  args: v.strictObject({ limit: v.pipe(count, v.maxValue(50)) }),
  answer: v.strictObject({
    posts: v.pipe(v.array(v.strictObject({ handle, fresh: v.boolean() })), v.maxLength(50)),
  }),
});

export const health = defineRequest({
  name: 'page.health',
  says: 'Whether a surface of the page was found: the popup and the status page show it.',
  from: ['page'],
  args: v.strictObject({
    surface: v.picklist(['feed', 'composer', 'bell']),
    state: v.picklist(['working', 'changed', 'absent']),
  }),
  answer: nothing,
});
