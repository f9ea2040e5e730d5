import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hash,
  randomFillSync,
  sign,
  verify,
} from 'node:crypto';
import { concat, fromHex } from '../bytes.ts';
import { refusedPoint } from './ed25519.ts';
import { hkdf } from './hkdf.ts';
import { ofOwner, recent } from './keycache.ts';
import { nativeKem } from './nativekem.ts';
import { publicKeyOf } from './nativekey.ts';
import type { Primitives } from './primitives.ts';
import { ofSize } from './sizes.ts';

const NONCE = new Uint8Array(12);
const NOTHING = new Uint8Array(0);
const TAG = 16;
const BLOCK = 64; // of SHA-256
const CIPHER = 'chacha20-poly1305';
const PRIVATE = fromHex('302e020100300506032b657004220420'); // RFC 8410, PKCS #8 of an Ed25519 seed
const PUBLIC = fromHex('302a300506032b6570032100'); // RFC 8410, SPKI of an Ed25519 key

const privateKey = ofOwner((seed) =>
  createPrivateKey({
    key: Buffer.from(concat(PRIVATE, ofSize(seed, 32, 'seed'))),
    format: 'der',
    type: 'pkcs8',
  }),
);
const publicKey = recent(1024, (key) => publicKeyOf(PUBLIC, key));

/** The primitives on node:crypto: for servers, where they are three times as fast. Imported by servers and tests only. */
export const nativePrimitives: Primitives = {
  sha256: (data) => plain(hash('sha256', data, 'buffer')),
  hmac,
  hkdf: (secret, salt, info, length) => hkdf(hmac, secret, salt, info, length),
  seal: (key, aad, plaintext, front = NOTHING) => {
    const cipher = createCipheriv(CIPHER, createSecretKey(ofSize(key, 32, 'key')), NONCE, {
      authTagLength: TAG,
    });
    cipher.setAAD(aad, { plaintextLength: plaintext.length });
    const sealed = cipher.update(plaintext);
    cipher.final();
    // written over in full: not to be filled with zeros first
    const out = plain(Buffer.allocUnsafeSlow(front.length + sealed.length + TAG));
    out.set(front);
    out.set(sealed, front.length);
    out.set(cipher.getAuthTag(), front.length + sealed.length);
    return out;
  },
  open,
  signKey: (seed) => {
    const der = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' });
    return Uint8Array.from(der.subarray(PUBLIC.length));
  },
  sign: (seed, message) => plain(sign(null, message, privateKey(seed))),
  verify: (key, message, signature) => {
    if (key.length !== 32 || signature.length !== 64) return false;
    if (refusedPoint(key) || refusedPoint(signature.subarray(0, 32))) return false;
    try {
      return verify(null, message, publicKey(key), signature);
    } catch {
      return false;
    }
  },
  verifyAside: (key, message, signature) =>
    new Promise((resolve) => {
      if (key.length !== 32 || signature.length !== 64) return resolve(false);
      if (refusedPoint(key) || refusedPoint(signature.subarray(0, 32))) return resolve(false);
      try {
        verify(null, message, publicKey(key), signature, (error, holds) => resolve(error === null && holds));
      } catch {
        resolve(false); // not a point of the curve
      }
    }),
  random: (n) => plain(randomFillSync(Buffer.allocUnsafeSlow(n))),
  kem: nativeKem,
};

// RFC 2104 over two one-shot hashes: a third of createHmac's time for keys that are used once
function hmac(key: Uint8Array, data: Uint8Array): Uint8Array {
  const short = key.length > BLOCK ? hash('sha256', key, 'buffer') : key;
  const inner = new Uint8Array(BLOCK + data.length).fill(0x36, 0, BLOCK);
  const outer = new Uint8Array(BLOCK + 32).fill(0x5c, 0, BLOCK);
  for (let i = 0; i < short.length; i++) {
    inner[i] = 0x36 ^ (short[i] ?? 0);
    outer[i] = 0x5c ^ (short[i] ?? 0);
  }
  inner.set(data, BLOCK);
  outer.set(hash('sha256', inner, 'buffer'), BLOCK);
  return plain(hash('sha256', outer, 'buffer'));
}

function open(key: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array): Uint8Array | null {
  const end = ciphertext.length - TAG;
  if (key.length !== 32 || end < 0) return null;
  const decipher = createDecipheriv(CIPHER, createSecretKey(key), NONCE, { authTagLength: TAG });
  decipher.setAAD(aad, { plaintextLength: end });
  decipher.setAuthTag(ciphertext.subarray(end));
  const plaintext = decipher.update(ciphertext.subarray(0, end));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return plain(plaintext);
}

/** The same bytes as a Uint8Array and no Buffer: Buffers differ in slice() and in comparisons. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
