import * as v from 'valibot';
import { defineRequest } from '../request.ts';
import { count, line, nothing } from '../shapes.ts';

/** Joining a network, and how things stand. */

/** Where a network's file comes from: the one built in, a door's address, or the text of a network.json. */
const source = v.variant('from', [
  v.strictObject({ from: v.literal('builtin') }),
  v.strictObject({ from: v.literal('address'), address: line(300) }),
  v.strictObject({ from: v.literal('file'), text: line(1_000_000) }),
]);

export const networkCard = v.strictObject({
  name: line(64),
  /** For people to compare: ten groups of four hexadecimal digits. */
  fingerprint: line(80),
  authority: line(64),
  promises: line(4000),
  minimumAge: count,
  /** ms since 1970. */
  expires: count,
  operators: v.array(
    v.strictObject({ id: line(32), name: line(64), roles: v.array(line(20)), door: v.nullable(line(256)) }),
  ),
  /** Origins of doors this browser has no permission for yet. */
  needs: v.array(line(300)),
  keywords: v.array(line(64)),
  cells: v.array(line(64)),
});

export const look = defineRequest({
  name: 'network.look',
  says: 'Reads a network file and checks it; joins nothing. Errors: not-a-network, forged, expired, offline.',
  from: ['home'],
  args: v.strictObject({ source }),
  answer: networkCard,
});

export const join = defineRequest({
  name: 'network.join',
  says: 'Joins the network whose authority the user was shown; refuses another file than was looked at.',
  from: ['home'],
  args: v.strictObject({ source, authority: line(64) }),
  answer: nothing,
});

export const about = defineRequest({
  name: 'network.about',
  says: 'The joined network; null where none is.',
  from: ['home', 'popup', 'composer'],
  args: nothing,
  answer: v.strictObject({ network: v.nullable(networkCard) }),
});

export const goOn = defineRequest({
  name: 'network.goOn',
  says: 'The user saw that the log of names is in doubt, and goes on writing.',
  from: ['home'],
  guarded: true,
  args: nothing,
  answer: nothing,
});

/** One line of the status page: a plain word on how it is, and what to do. */
const part = v.strictObject({
  name: line(80),
  state: v.picklist(['good', 'waiting', 'trouble', 'off']),
  says: line(400),
  todo: v.nullable(line(400)),
});

export const status = defineRequest({
  name: 'status',
  says: 'Carrier, helper, anonymizers, servers, anonymity set, surfaces of Facebook: each with a plain word.',
  from: ['home', 'popup'],
  args: nothing,
  answer: v.strictObject({
    carrier: part,
    helper: part,
    anonymizers: v.array(part),
    servers: v.array(part),
    anonymity: part,
    surfaces: v.array(part),
    outbox: part,
  }),
});

export const retryHelper = defineRequest({
  name: 'helper.retry',
  says: 'Looks for the helper again, now.',
  from: ['home', 'popup'],
  args: nothing,
  answer: nothing,
});
