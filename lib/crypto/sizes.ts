/** Refuses a secret or key of the wrong size: RangeError, as it is the caller's mistake, never the peer's. */
export function ofSize(bytes: Uint8Array, size: number, what: string): Uint8Array {
  if (bytes.length !== size) throw new RangeError(`${what} must be ${size} bytes`);
  return bytes;
}
