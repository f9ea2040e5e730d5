// Section 10: ads.
import { type Bytes, must } from './bytes.ts';
import { encode } from './cbor.ts';
import { shapeOf } from './document.ts';
import { sign, verify } from './frame.ts';

export interface AdBody {
  id: Bytes;
  advertiser: string;
  text: string;
  link: string;
  picture?: { type: string; width: number; height: number; bytes: Bytes };
  from: number;
  until: number;
}

const bodies = shapeOf<AdBody>('AdBody');

export function signAd(seed: Bytes, body: AdBody): { ad: Bytes; sig: Bytes } {
  const ad = encode(bodies.check(body));
  return { ad, sig: sign(seed, 'ad', ad) };
}

/** An ad that may be shown at `now` (ms). Refused. */
export function openAd(server: Bytes, ad: Bytes, sig: Bytes, now: number): AdBody {
  must(ad.length <= 16_384 && verify(server, sig, 'ad', ad), 'not signed by the ad server');
  const body = bodies.read(ad);
  must(now >= body.from && now < body.until, 'of another time');
  const url = URL.parse(body.link);
  must(url !== null && url.href === body.link && url.protocol === 'https:', 'no plain https link');
  must(url.username === '' && url.password === '' && url.hash === '', 'a link with more in it');
  return body;
}
