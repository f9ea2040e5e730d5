/**
 * The door an address means, as people type it (`door.example.org`, `http://127.0.0.1:8443/x`): its origin. Plain HTTP is for this
 * machine alone. Null for what is no address of a door.
 */
export function doorOf(typed: string): string | null {
  const text = typed.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = /\s/.test(address) ? null : URL.parse(address);
  const isHere = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return url?.protocol === 'https:' || (isHere && url.protocol === 'http:') ? url.origin : null;
}
