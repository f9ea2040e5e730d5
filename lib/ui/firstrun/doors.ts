import { webext } from '../../webext.ts';

/**
 * Asks the user for the permission to talk to these origins; true where it is there. Called from a click before anything
 * is awaited: browsers show the question in no other moment. Origins that cannot be asked for (http on this machine is
 * granted from the start) count as there.
 */
export async function askForDoors(origins: readonly string[]): Promise<boolean> {
  const asked = origins.filter((origin) => origin.startsWith('https://')).map((origin) => `${origin}/*`);
  if (asked.length === 0) return true;
  try {
    return await webext.permissions.request({ origins: asked });
  } catch {
    return false;
  }
}

/** The origin of a door as people type it (`door.example.org`, `http://127.0.0.1:8443`); null where it is none. */
export function originOf(typed: string): string | null {
  const text = typed.trim();
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || /\s/.test(text) || !URL.canParse(address)) return null;
  const { origin, protocol, hostname } = new URL(address);
  const here = hostname === '127.0.0.1' || hostname === 'localhost';
  return protocol === 'https:' || here ? origin : null;
}
