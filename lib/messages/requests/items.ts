import * as v from 'valibot';
import { REACTIONS } from '../../protocol/inside.ts';
import { defineRequest, type Surface } from '../request.ts';
import { count, id, line, nothing, photo } from '../shapes.ts';

/** Posts, comments, reactions; what is on its way. */

const THREAD: Surface[] = ['post', 'home'];
const words = v.pipe(v.string(), v.maxLength(200_000));

export const post = defineRequest({
  name: 'items.post',
  says: 'Posts. It is in the database when this is answered; the outbox brings it.',
  from: ['composer', 'home'],
  guarded: true,
  written: true,
  args: v.strictObject({
    text: words,
    photos: v.pipe(v.array(photo), v.maxLength(40)),
    audience: v.picklist(['friends', 'chosen', 'me']),
    chosen: v.pipe(v.array(id), v.maxLength(5_000)),
    keywords: v.pipe(v.array(line(64)), v.maxLength(8)),
  }),
  answer: v.strictObject({ drop: id }),
});

export const comment = defineRequest({
  name: 'items.comment',
  says: 'Comments, or answers a comment (`re`).',
  from: THREAD,
  args: v.strictObject({ drop: id, text: words, re: v.nullable(id) }),
  answer: v.strictObject({ entry: id }),
});

export const react = defineRequest({
  name: 'items.react',
  says: 'Reacts to a post or comment; null takes it back.',
  from: THREAD,
  args: v.strictObject({ drop: id, entry: id, reaction: v.nullable(v.picklist(REACTIONS)) }),
  answer: nothing,
});

export const edit = defineRequest({
  name: 'items.edit',
  says: 'Changes the text of an own post or comment; earlier versions stay to be seen.',
  from: THREAD,
  args: v.strictObject({ drop: id, entry: id, text: words }),
  answer: nothing,
});

export const remove = defineRequest({
  name: 'items.remove',
  says: 'Removes an own comment, or anybody’s from an own thread.',
  from: THREAD,
  guarded: true,
  args: v.strictObject({ drop: id, entry: id }),
  answer: nothing,
});

export const deleteThread = defineRequest({
  name: 'items.delete',
  says: 'Deletes an own post with all under it, for ever.',
  from: THREAD,
  guarded: true,
  args: v.strictObject({ drop: id }),
  answer: nothing,
});

export const report = defineRequest({
  name: 'items.report',
  says: 'Opens one entry to the ID server and proves who wrote it.',
  from: THREAD,
  guarded: true,
  args: v.strictObject({ drop: id, entry: id, why: line(500) }),
  answer: nothing,
});

export const read = defineRequest({
  name: 'items.read',
  says: 'Reads a thread again at its server.',
  from: THREAD,
  args: v.strictObject({ drop: id }),
  answer: nothing,
});

export const older = defineRequest({
  name: 'items.older',
  says: 'Brings the next older comments of a thread into the database.',
  from: THREAD,
  args: v.strictObject({ drop: id }),
  answer: v.strictObject({ more: v.boolean() }),
});

export const blob = defineRequest({
  name: 'items.blob',
  says: 'Brings a photo into the database (`blobs`, by its hash in hex).',
  from: THREAD,
  args: v.strictObject({ drop: id, entry: id, hash: id }),
  answer: nothing,
});

export const longText = defineRequest({
  name: 'items.text',
  says: 'The whole of a text that is kept in chunks.',
  from: THREAD,
  args: v.strictObject({ drop: id, entry: id }),
  answer: v.strictObject({ text: v.string() }),
});

export const seen = defineRequest({
  name: 'items.seen',
  says: 'Notifications were seen: these, or all.',
  from: ['home', 'bell', 'post', 'popup'],
  args: v.strictObject({ ids: v.optional(v.pipe(v.array(line(300)), v.maxLength(500))) }),
  answer: nothing,
});

export const postSeen = defineRequest({
  name: 'items.postSeen',
  says: 'A post of the feed was on the screen.',
  from: THREAD,
  args: v.strictObject({ drop: id }),
  answer: nothing,
});

export const keepDraft = defineRequest({
  name: 'drafts.keep',
  says: 'Keeps what is being written; empty text forgets it.',
  from: ['composer', 'home', 'post'],
  args: v.strictObject({ place: line(200), text: words }),
  answer: nothing,
});

export const retry = defineRequest({
  name: 'outbox.retry',
  says: 'Tries a deed again, now.',
  from: ['home', 'post'],
  args: v.strictObject({ id: line(300) }),
  answer: nothing,
});

export const giveUp = defineRequest({
  name: 'outbox.giveUp',
  says: 'Forgets a deed that was refused.',
  from: ['home', 'post'],
  guarded: true,
  args: v.strictObject({ id: line(300) }),
  answer: nothing,
});

export const chooseHint = defineRequest({
  name: 'ads.hint',
  says: 'The one cell of the table sent with half of all reads, or none.',
  from: ['home'],
  args: v.strictObject({ cell: v.nullable(count) }),
  answer: nothing,
});
