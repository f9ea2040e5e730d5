import * as v from 'valibot';
import { defineRequest } from '../request.ts';
import { id, line, nothing } from '../shapes.ts';

/** Finding people and being Friends. */

export const WALL_FROM = ['none', 'month', 'year', 'all'] as const;

export const found = v.strictObject({
  user: id,
  name: line(64),
  about: v.nullable(line(500)),
  /** How the user stands with them. */
  state: v.picklist(['stranger', 'asked', 'asking', 'friend', 'ended', 'blocked', 'me']),
});

export const search = defineRequest({
  name: 'friends.search',
  says: 'Finds people by name at the ID server, through the anonymizers.',
  from: ['home'],
  args: v.strictObject({ name: line(64) }),
  answer: v.strictObject({ people: v.array(found) }),
});

export const profile = defineRequest({
  name: 'friends.profile',
  says: 'The public profile of one person.',
  from: ['home'],
  args: v.strictObject({ user: id }),
  answer: found,
});

export const befriend = defineRequest({
  name: 'friends.ask',
  says: 'Asks somebody to be a Friend.',
  from: ['home'],
  guarded: true,
  args: v.strictObject({ user: id, text: line(300) }),
  answer: nothing,
});

export const accept = defineRequest({
  name: 'friends.accept',
  says: 'Accepts a request, sharing the Wall so far back.',
  from: ['home', 'bell'],
  guarded: true,
  args: v.strictObject({ user: id, wallFrom: v.picklist(WALL_FROM) }),
  answer: nothing,
});

export const decline = defineRequest({
  name: 'friends.decline',
  says: 'Lays a request aside; the other is not told.',
  from: ['home', 'bell'],
  args: v.strictObject({ user: id }),
  answer: nothing,
});

export const unfriend = defineRequest({
  name: 'friends.end',
  says: 'Ends being Friends: they get nothing new, threads they know are closed to them or re-keyed.',
  from: ['home'],
  guarded: true,
  args: v.strictObject({ user: id }),
  answer: nothing,
});

export const block = defineRequest({
  name: 'friends.block',
  says: 'Ends it and hears nothing of them any more.',
  from: ['home'],
  guarded: true,
  args: v.strictObject({ user: id }),
  answer: nothing,
});

export const unblock = defineRequest({
  name: 'friends.unblock',
  says: 'Hears them again when they ask.',
  from: ['home'],
  args: v.strictObject({ user: id }),
  answer: nothing,
});

export const safetyNumber = defineRequest({
  name: 'friends.safety',
  says: 'The number both compare: 60 digits.',
  from: ['home'],
  args: v.strictObject({ user: id }),
  answer: v.strictObject({ number: line(120) }),
});

export const verified = defineRequest({
  name: 'friends.verified',
  says: 'The user compared the safety number.',
  from: ['home'],
  args: v.strictObject({ user: id }),
  answer: nothing,
});

export const confirmAccount = defineRequest({
  name: 'friends.confirm',
  says: 'Goes on with a Friend whose account key changed.',
  from: ['home'],
  guarded: true,
  args: v.strictObject({ user: id }),
  answer: nothing,
});

export const message = defineRequest({
  name: 'friends.message',
  says: 'Writes a message to a Friend.',
  from: ['home'],
  args: v.strictObject({ user: id, text: line(4000) }),
  answer: nothing,
});

export const dismiss = defineRequest({
  name: 'warnings.dismiss',
  says: 'The user saw a warning.',
  from: ['home'],
  args: v.strictObject({ id: line(200) }),
  answer: nothing,
});
