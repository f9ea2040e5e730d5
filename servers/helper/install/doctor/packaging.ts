import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Surroundings } from '../browsers.ts';
import { type Finding, hint } from '../finding.ts';

const SNAPS = ['firefox', 'chromium', 'brave'];
const FLATPAKS = [
  'org.mozilla.firefox',
  'org.chromium.Chromium',
  'com.google.Chrome',
  'com.brave.Browser',
  'com.microsoft.Edge',
];

/** Browsers in a box of their own, which do not see the user's native hosts. `root` is for tests. */
export function lookAtPackaging({ platform, userHome }: Surroundings, root = '/'): Finding[] {
  if (platform !== 'linux') return [];
  const snaps = SNAPS.filter((name) => existsSync(join(root, 'snap/bin', name))).map((name) =>
    hint(
      'snap',
      `${name} is a Snap, which does not start native hosts`,
      `sudo snap remove ${name}   # and install it from a package`,
    ),
  );
  const flatpaks = FLATPAKS.filter((name) =>
    [join(userHome, '.local/share/flatpak/app', name), join(root, 'var/lib/flatpak/app', name)].some(
      existsSync,
    ),
  ).map((name) =>
    hint(
      'flatpak',
      `${name} is a Flatpak, which does not start native hosts`,
      `flatpak uninstall ${name}   # and install it from a package`,
    ),
  );
  return [...snaps, ...flatpaks];
}
