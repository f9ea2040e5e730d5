import { hex } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import type { RoleContext } from '../context.ts';
import { Replays } from '../replays.ts';
import { envelopeSubject } from '../subjects.ts';
import { destinationsOf, mayPass } from './destinations.ts';
import { type Hop, passOn } from './hop.ts';
import type { Outcome } from './metrics.ts';
import type { AnonymizerSettings } from './settings.ts';

/** A hop of this operator, wired to the network: give it an envelope, get the answer frame. */
export interface Passer {
  passOn(envelope: Uint8Array): Promise<Uint8Array>;
  stop(): void;
}

/**
 * A hop that passes on over the WIRE of the operator the envelope names, to servers of the network file alone and to
 * none of its own operator; everything else is `unreachable`. `before` is awaited before each passing on.
 */
export function passerOn(
  context: RoleContext<AnonymizerSettings>,
  layer: Hop['layer'],
  count: (outcome: Outcome) => void,
  before: () => Promise<void> = () => Promise.resolve(),
): Passer {
  let destinations = destinationsOf(context.network());
  const stopFollowing = context.onNetwork((network) => {
    destinations = destinationsOf(network);
  });
  const replays = new Replays(context.now());
  // keyed, so that nothing remembered is a value that can be made of what was on the wire
  const secret = p.random(32);
  // an exit's word about its server must still find the entry waiting
  const patience = context.settings.patience ?? (layer === 2 ? 15_000 : 12_000);
  const hop: Hop = {
    layer,
    primitives: p,
    keyOf: (keyId) => context.serverKeys.find(keyId) ?? undefined,
    first: (hash) => replays.first(p.hmac(secret, hash), context.now()),
    now: context.now,
    count,
    forward: async (dest, inner) => {
      const to = destinations.get(hex(dest));
      if (to === undefined || !mayPass({ operator: context.operator, layer }, to)) return null;
      await before();
      const partner = await context.connectPartner(to.operator);
      return partner.request(envelopeSubject(to.operator, to.role), inner, patience);
    },
  };
  return { passOn: (envelope) => passOn(hop, envelope), stop: stopFollowing };
}
