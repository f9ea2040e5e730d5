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
