// Section 4: what is inside an entry. The member `is` tells; a kind this client does not know is given as it is.
import { type Bytes, must } from './bytes.ts';
import { decode } from './cbor.ts';
import { type Shape, shapeOf } from './document.ts';
import type { DeviceCertificate } from './shapes.ts';

export interface Head {
  drop: Bytes;
  entry: Bytes;
  rev: number;
  seen: Bytes[];
  root: Bytes;
  atRev: number;
  text: Bytes;
}

export interface AuthorsCard {
  is: 'card';
  name: string;
  account: Bytes;
  device: DeviceCertificate;
}

export type Body = AuthorsCard | ({ is: string; unknown?: true } & Record<string, unknown>);

const BLOB = '{ key bytes(32), size uint, first uint, count uint, hash bytes(32) }';
const PHOTO =
  '{ key bytes(32), size uint, first uint, count uint, hash bytes(32), type "image/webp"|"image/jpeg"|"image/png", width uint, height uint, alt text(<=1000) }';
const MENTIONS = 'array of { at uint, length uint, user bytes(32) }';
const REACTION = '"like"|"love"|"care"|"haha"|"wow"|"sad"|"angry"';

export const heads = shapeOf<Head>(
  '{ drop bytes(32), entry bytes(32), rev uint, seen array(0..8) of bytes(32), root bytes(32), atRev uint, text bytes(32) }',
);

const KINDS = new Map<string, Shape<Body>>([
  [
    'card',
    shapeOf('{ is "card", name text(<=64), account bytes(32), device DeviceCertificate, proof? LogProof }'),
  ],
  [
    'post',
    shapeOf(
      `{ is "post", text text(<=100000), when uint, photos array(0..40) of ${PHOTO}, keywords array(0..8) of text, mentions ${MENTIONS}, audience "friends"|"chosen"|"me", long? ${BLOB} }`,
    ),
  ],
  [
    'comment',
    shapeOf(
      `{ is "comment", text text, when uint, re bytes(32) or null, mentions ${MENTIONS}, photos array(0..40) of ${PHOTO}, long? ${BLOB} }`,
    ),
  ],
  ['reactions', shapeOf(`{ is "reactions", to array(0..8) of [bytes(32), ${REACTION}], when uint }`)],
  ['page', shapeOf(`{ is "page", number uint, parts ${BLOB} }`)],
]);

/** What a body says. Refused for a form its kind has not. */
export function readBody(bytes: Bytes): Body {
  const value = decode(bytes);
  must(typeof value === 'object' && value !== null && 'is' in value, 'no kind');
  must(typeof value.is === 'string', 'no kind');
  return KINDS.get(value.is)?.check(value) ?? { is: value.is, unknown: true };
}

export function isAuthorsCard(body: Body): body is AuthorsCard {
  return body.is === 'card';
}
