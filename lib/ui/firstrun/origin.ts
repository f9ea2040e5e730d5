/** The origin of a door as people type it (`door.example.org`, `http://127.0.0.1:8443`); null where it is none. */
export function originOf(typed: string): string | null {
  const text = typed.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || /\s/.test(text) || !URL.canParse(address)) return null;
  const { origin, protocol, hostname } = new URL(address);
  const here = hostname === '127.0.0.1' || hostname === 'localhost';
  return protocol === 'https:' || here ? origin : null;
}
