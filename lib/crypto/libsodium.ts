import sodium from 'libsodium-wrappers-sumo';

export type Sodium = typeof sodium;

/** libsodium, its WebAssembly loaded and ready. The same object every time. */
export async function libsodium(): Promise<Sodium> {
  await sodium.ready;
  return sodium;
}
