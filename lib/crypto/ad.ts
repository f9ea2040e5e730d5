import { type Ad, AdBody } from '../protocol/ad.ts';
import { decodeAs, encodeAs } from '../protocol/command.ts';
import { MalformedError } from '../protocol/errors.ts';
import { adFault } from '../protocol/inert.ts';
import type { Primitives } from './primitives.ts';
import { signTagged, verifyTagged } from './tagged.ts';

const MOST = 16_384;

/** Signs an ad with the ad server's identity seed (wire 10). Throws MalformedError where it is not inert or too large. */
export function signAd(p: Primitives, seed: Uint8Array, body: AdBody): Ad {
  const fault = adFault(body);
  if (fault !== null) throw new MalformedError(fault);
  const ad = encodeAs(AdBody, body);
  if (ad.length > MOST) throw new MalformedError('an ad over 16 KiB');
  return { ad, sig: signTagged(p, seed, 'ad', ad) };
}

/**
 * Opens an ad for showing: null where it is not signed by the ad server (its id, 32 bytes), not of the form, not inert,
 * or not of this time (ms).
 */
export function openAd(p: Primitives, adServer: Uint8Array, { ad, sig }: Ad, now: number): AdBody | null {
  if (ad.length > MOST || !verifyTagged(p, adServer, sig, 'ad', ad)) return null;
  try {
    const body = decodeAs(AdBody, ad);
    return adFault(body) === null && body.from <= now && now < body.until ? body : null;
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}
