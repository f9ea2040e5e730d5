import { hex, utf8 } from '../../lib/bytes.ts';
import { boundOf, deedHash, epochKey, finishBatch, issueBatch, spend } from '../../lib/crypto/credential.ts';
import { ristretto } from '../../lib/crypto/ristretto.ts';
import { blind } from '../../lib/crypto/voprf.ts';
import { encode } from '../../lib/protocol/codec.ts';
import { fixedPrimitives } from './fixed.ts';

/** Wire 7 as vectors: what tests/vectors/credential.json holds. The batch proof is random and not among them. */
export async function credentialVectors() {
  const [p, g] = [await fixedPrimitives('credential'), await ristretto(1)];
  const epoch = 20_000;
  const key = epochKey(g, p.sha256(utf8('id server')), epoch);
  const requests = [0, 1].map(() => {
    const nonce = p.random(32);
    return blind(g, nonce, g.sodium.crypto_core_ristretto255_scalar_reduce(p.random(64)));
  });
  const blinded = Uint8Array.from(requests.flatMap((one) => [...one.element]));
  const issued = issueBatch(g, key, blinded);
  const tokens = issued && finishBatch(g, key.publicKey, { epoch, requests }, issued);
  const [token] = tokens ?? [];
  if (!issued || !tokens || token === undefined) throw new Error('no tokens');
  const server = p.sha256(utf8('server id'));
  const args = { drop: p.sha256(utf8('drop')), gen: 0 };
  const deed = deedHash(p, 'content.append', args);
  const spent = spend(p, token, server, deed);
  return {
    epoch,
    secret: hex(key.secret),
    publicKey: hex(key.publicKey),
    nonces: requests.map((one) => hex(one.input)),
    blinds: requests.map((one) => hex(one.blind)),
    blinded: hex(blinded),
    elements: hex(issued.elements),
    tokens: tokens.map((one) => hex(one.token)),
    spending: {
      server: hex(server),
      command: 'content.append',
      args: hex(encode(args)),
      deed: hex(deed),
      salt: hex(spent.salt),
      bound: hex(boundOf(p, spent.salt, deed)),
      mac: hex(spent.mac),
    },
  };
}
