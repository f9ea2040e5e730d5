import {
  createHash,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  hash,
  type KeyObject,
} from 'node:crypto';
import { concat, fromHex } from '../bytes.ts';
import { ofOwner, recent } from './keycache.ts';
import { publicKeyOf } from './nativekey.ts';
import type { Kem } from './primitives.ts';
import { ofSize } from './sizes.ts';

// X-Wing (draft-connolly-cfrg-xwing-kem) = ML-KEM-768 and X25519, bound by SHA3-256; node knows the two parts.
const MLKEM_PRIVATE = fromHex('3054020100300b060960864801650304040204428040'); // PKCS #8, seed form (RFC 9935)
const MLKEM_PUBLIC = fromHex('308204b2300b0609608648016503040402038204a100'); // SPKI
const X25519_PRIVATE = fromHex('302e020100300506032b656e04220420'); // RFC 8410
const X25519_PUBLIC = fromHex('302a300506032b656e032100');
const MLKEM_KEY = 1184;
const MLKEM_ENC = 1088;
const LABEL = fromHex('5c2e2f2f5e5c'); // \.//^\

interface Secret {
  mlkem: KeyObject;
  x25519: KeyObject;
  publicKey: Uint8Array;
}

interface Public {
  mlkem: KeyObject;
  x25519: KeyObject;
}

const secretOf = ofOwner((seed): Secret => {
  const expanded = createHash('shake256', { outputLength: 96 })
    .update(ofSize(seed, 32, 'seed'))
    .digest();
  const mlkem = privateKey(MLKEM_PRIVATE, expanded.subarray(0, 64));
  const x25519 = privateKey(X25519_PRIVATE, expanded.subarray(64));
  return {
    mlkem,
    x25519,
    publicKey: concat(rawPublic(mlkem, MLKEM_PUBLIC), rawPublic(x25519, X25519_PUBLIC)),
  };
});

const publicOf = recent(256, (key): Public => {
  return {
    mlkem: publicKeyOf(MLKEM_PUBLIC, key.subarray(0, MLKEM_KEY)),
    x25519: publicKeyOf(X25519_PUBLIC, key.subarray(MLKEM_KEY)),
  };
});

/** X-Wing on node:crypto; the same bytes as libsodium's. */
export const nativeKem: Kem = {
  publicKey: (seed) => Uint8Array.from(secretOf(seed).publicKey),

  encapsulate: (key) => {
    if (key.length !== 1216) return null;
    try {
      const { mlkem, x25519 } = publicOf(key);
      const { sharedKey, ciphertext } = encapsulate(mlkem);
      const ephemeral = generateKeyPairSync('x25519');
      const x = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: x25519 });
      const encX = raw(ephemeral.publicKey, X25519_PUBLIC);
      return { secret: combine(sharedKey, x, encX, key.subarray(MLKEM_KEY)), enc: concat(ciphertext, encX) };
    } catch {
      return null; // a coefficient over the modulus, or an X25519 key of small order
    }
  },

  decapsulate: (seed, enc) => {
    if (seed.length !== 32 || enc.length !== MLKEM_ENC + 32) return null;
    const secret = secretOf(seed);
    const encX = enc.subarray(MLKEM_ENC);
    try {
      const m = decapsulate(secret.mlkem, enc.subarray(0, MLKEM_ENC));
      const x = diffieHellman({ privateKey: secret.x25519, publicKey: publicKeyOf(X25519_PUBLIC, encX) });
      return combine(m, x, encX, secret.publicKey.subarray(MLKEM_KEY));
    } catch {
      return null; // an X25519 share of small order
    }
  },

  decapsulateAside: async (seed, enc) => {
    if (seed.length !== 32 || enc.length !== MLKEM_ENC + 32) return null;
    const secret = secretOf(seed);
    const encX = enc.subarray(MLKEM_ENC);
    try {
      const options = { privateKey: secret.x25519, publicKey: publicKeyOf(X25519_PUBLIC, encX) };
      const [m, x] = await Promise.all([
        aside((done) => decapsulate(secret.mlkem, enc.subarray(0, MLKEM_ENC), done)),
        aside((done) => diffieHellman(options, done)),
      ]);
      return combine(m, x, encX, secret.publicKey.subarray(MLKEM_KEY));
    } catch {
      return null; // an X25519 share of small order
    }
  },
};

/** What node does on a thread of its pool. */
function aside(start: (done: (error: Error | null, secret: Buffer) => void) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    start((error, secret) => (error === null || error === undefined ? resolve(secret) : reject(error)));
  });
}

function combine(m: Uint8Array, x: Uint8Array, encX: Uint8Array, publicX: Uint8Array): Uint8Array {
  return Uint8Array.from(hash('sha3-256', concat(m, x, encX, publicX, LABEL), 'buffer'));
}

function privateKey(prefix: Uint8Array, secret: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(concat(prefix, secret)), format: 'der', type: 'pkcs8' });
}

/** The bare public key of a private one. */
function rawPublic(key: KeyObject, prefix: Uint8Array): Uint8Array {
  return raw(createPublicKey(key), prefix);
}

/** The bare bytes of a public key: what follows SPKI's prefix. */
function raw(key: KeyObject, prefix: Uint8Array): Uint8Array {
  return Uint8Array.from(key.export({ format: 'der', type: 'spki' }).subarray(prefix.length));
}
