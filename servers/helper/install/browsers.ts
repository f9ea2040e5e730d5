import { join } from 'node:path';

/** A browser, and the folder where it looks for native hosts of this user. */
export interface Browser {
  readonly name: string;
  readonly family: 'chromium' | 'firefox';
  readonly folder: string;
}

/** Where things of this user are. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly userHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const LINUX = [
  ['Chrome', 'google-chrome'],
  ['Chromium', 'chromium'],
  ['Edge', 'microsoft-edge'],
  ['Brave', 'BraveSoftware/Brave-Browser'],
] as const;
const MAC = [
  ['Chrome', 'Google/Chrome'],
  ['Chromium', 'Chromium'],
  ['Edge', 'Microsoft Edge'],
  ['Brave', 'BraveSoftware/Brave-Browser'],
] as const;

/** The browsers a helper is made known to, on Linux and macOS; none elsewhere (Windows keeps this in its registry). */
export function browsersOf({ platform, userHome, env }: Surroundings): Browser[] {
  if (platform === 'darwin') {
    const support = join(userHome, 'Library/Application Support');
    return [...chromiums(MAC, support), firefox(join(support, 'Mozilla/NativeMessagingHosts'))];
  }
  if (platform !== 'linux') return [];
  const config = env.XDG_CONFIG_HOME || join(userHome, '.config');
  return [...chromiums(LINUX, config), firefoxBelow(userHome)];
}

/** A Chromium profile of its own (`--user-data-dir`): demo and tests. */
export function profileAt(folder: string): Browser {
  return { name: 'profile', family: 'chromium', folder: join(folder, 'NativeMessagingHosts') };
}

/** Firefox with another HOME: tests. */
export function firefoxBelow(userHome: string): Browser {
  return firefox(join(userHome, '.mozilla/native-messaging-hosts'));
}

function chromiums(list: readonly (readonly [string, string])[], below: string): Browser[] {
  return list.map(([name, folder]) => ({
    name,
    family: 'chromium',
    folder: join(below, folder, 'NativeMessagingHosts'),
  }));
}

function firefox(folder: string): Browser {
  return { name: 'Firefox', family: 'firefox', folder };
}
