import * as v from 'valibot';
import { defineRequest } from '../request.ts';
import { count, delivery, line, nothing } from '../shapes.ts';
import { mark } from './frame.ts';

/** Who the user is: first run, recovery, leaving. */

const phrase = line(400);
const birth = v.strictObject({
  year: v.pipe(count, v.minValue(1890), v.maxValue(2200)),
  month: v.pipe(count, v.minValue(1), v.maxValue(12)),
  day: v.pipe(count, v.minValue(1), v.maxValue(31)),
});

export const create = defineRequest({
  name: 'identity.create',
  says: 'Makes the keys and puts registering on its way; the phrase is answered this once and kept nowhere.',
  from: ['home'],
  args: v.strictObject({ name: line(64), birth, about: v.optional(line(500)), mark, delivery }),
  answer: v.strictObject({ phrase }),
});

export const rename = defineRequest({
  name: 'identity.rename',
  says: 'Another name, where the first was refused or taken.',
  from: ['home'],
  args: v.strictObject({ phrase, name: line(64) }),
  answer: nothing,
});

export const phraseKept = defineRequest({
  name: 'identity.phraseKept',
  says: 'The user wrote the recovery phrase down.',
  from: ['home'],
  args: nothing,
  answer: nothing,
});

export const restore = defineRequest({
  name: 'identity.restore',
  says: 'Brings everything back on an empty profile. Errors: not-a-phrase, absent (nobody has this phrase), conflict.',
  from: ['home'],
  args: v.strictObject({ phrase, mark, delivery }),
  answer: v.strictObject({
    /** When the newest thing in the copy found was done (ms); null where there was none. */
    vault: v.nullable(count),
    /** Names of operators that did not answer: their copy may be newer. */
    unasked: v.array(line(80)),
  }),
});

export const setAbout = defineRequest({
  name: 'identity.about',
  says: 'What the public profile says.',
  from: ['home'],
  args: v.strictObject({ about: line(500) }),
  answer: nothing,
});

export const setMark = defineRequest({
  name: 'identity.mark',
  says: 'The mark shown in every frame.',
  from: ['home'],
  args: mark,
  answer: nothing,
});

export const setDelivery = defineRequest({
  name: 'identity.delivery',
  says: 'With whom the helper may exchange letters directly.',
  from: ['home'],
  args: v.strictObject({ delivery }),
  answer: nothing,
});

export const leave = defineRequest({
  name: 'identity.leave',
  says: 'Deletes every item, own entries elsewhere, both mailboxes, the vault and the name; answers what was not reached.',
  from: ['home'],
  guarded: true,
  args: nothing,
  answer: v.strictObject({
    left: v.array(v.strictObject({ what: line(40), where: line(120), why: line(120) })),
  }),
});
