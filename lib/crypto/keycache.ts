import { sameSecret } from '../bytes.ts';

/**
 * Remembers what was made of a secret for as long as the caller holds the very array it is in, and no longer:
 * a server that drops an old day's seed drops what was derived from it. An array whose bytes changed is made anew.
 */
export function ofOwner<T>(make: (secret: Uint8Array) => T): (secret: Uint8Array) => T {
  const made = new WeakMap<Uint8Array, { copy: Uint8Array; value: T }>();
  return (secret) => {
    const known = made.get(secret);
    if (known !== undefined && sameSecret(known.copy, secret)) return known.value;
    const value = make(secret);
    made.set(secret, { copy: Uint8Array.from(secret), value });
    return value;
  };
}

/** Remembers what was made of the `most` public values used last, whatever array they came in. */
export function recent<T>(most: number, make: (value: Uint8Array) => T): (value: Uint8Array) => T {
  const made = new Map<string, T>();
  return (bytes) => {
    const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const value = made.get(name) ?? make(bytes);
    made.delete(name);
    made.set(name, value);
    const oldest = made.keys().next().value;
    if (made.size > most && oldest !== undefined) made.delete(oldest);
    return value;
  };
}
