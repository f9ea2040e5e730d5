import * as v from 'valibot';
import { base64url, fromBase64url } from '../lib/bytes.ts';
import { checkServerKey } from '../lib/crypto/network.ts';
import type { Primitives } from '../lib/crypto/primitives.ts';
import { encode } from '../lib/protocol/codec.ts';
import { decodeAs } from '../lib/protocol/command.ts';
import type { KeyPublication } from '../lib/protocol/network.ts';
import { bytes, key, signature, uint } from '../lib/protocol/shapes.ts';

const list = v.pipe(
  v.array(v.strictObject({ server: key, day: uint(), pk: bytes(1216), sig: signature })),
  v.maxLength(4),
);

/** A server's X-Wing key of one day with the server's signature, as CBOR has it (wire 5). */
export type Publication = v.InferOutput<typeof list>[number];

/** The same in bytes. */
export function fromJson(one: KeyPublication): Publication {
  const { server, pk, sig } = one;
  return { server: fromBase64url(server), day: one.day, pk: fromBase64url(pk), sig: fromBase64url(sig) };
}

/** The same in base64url, as the bundle has it. */
export function toJson(one: Publication): KeyPublication {
  return { server: base64url(one.server), day: one.day, pk: base64url(one.pk), sig: base64url(one.sig) };
}

/** What an empty question on a server's ops subject is answered with (wire 9): the keys it has now. */
export function writePublications(all: KeyPublication[]): Uint8Array {
  return encode(all.map(fromJson));
}

/** Reads that answer; what another server signed, or nobody, is left out. Throws MalformedError. */
export function readPublications(p: Primitives, server: string, answer: Uint8Array): Publication[] {
  return decodeAs(list, answer).filter(
    (one) => base64url(one.server) === server && checkServerKey(p, toJson(one)),
  );
}
