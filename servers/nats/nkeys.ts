import { concat } from '../../lib/bytes.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const USER = 20 << 3;
const SEED = 18 << 3;

/** NATS's text of a user's Ed25519 public key (32 bytes): "U…", 56 characters. */
export function encodeUserKey(publicKey: Uint8Array): string {
  return base32(checked(concat(Uint8Array.of(USER), publicKey)));
}

/** NATS's text of a user's Ed25519 seed (32 bytes): "SU…", 58 characters. Secret. */
export function encodeUserSeed(seed: Uint8Array): string {
  return base32(checked(concat(Uint8Array.of(SEED | (USER >> 5), (USER & 31) << 3), seed)));
}

/** The bytes with their CRC-16 (XMODEM) behind them, low byte first. */
function checked(bytes: Uint8Array): Uint8Array {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  return concat(bytes, Uint8Array.of(crc & 0xff, crc >> 8));
}

/** Base32 (RFC 4648) without padding. */
function base32(bytes: Uint8Array): string {
  let out = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) out += ALPHABET[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? out + ALPHABET[(held << (5 - bits)) & 31] : out;
}
