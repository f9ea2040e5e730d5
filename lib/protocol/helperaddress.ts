// Where a device is reached by helper (section 8): `<slot>@<multiaddr>`, with `/p2p/<PeerId>` at its end. One that is nothing
// but that end, `<slot>@/p2p/<PeerId>`, says whose helper may come and not where it is.

const WHOLE = /^([^@/]*@)?\/.*(\/p2p\/[^/]+)$/;
const NAME = /^([^@/]*@)?\/p2p\/[^/]+$/;

/** The address without its place; null for one that does not end in a helper's name. */
export function helperName(address: string): string | null {
  const [, slot = '', name] = WHOLE.exec(address) ?? [];
  return name === undefined ? null : slot + name;
}

/** Whether an address says where a helper is, so that it can be dialled. */
export function hasPlace(address: string): boolean {
  return !NAME.test(address);
}
