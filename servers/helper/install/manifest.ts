import { join } from 'node:path';
import { CHROMIUM_ID, FIREFOX_ID, HOST_NAME } from '../../../lib/native/ids.ts';
import type { Browser } from './browsers.ts';

/** What a browser reads to find the host, and to know who may start it. */
export function manifestFor({ family }: Pick<Browser, 'family'>, host: string): object {
  return {
    name: HOST_NAME,
    description: 'Peerwall: tells Friends directly, machine to machine',
    path: host,
    type: 'stdio',
    ...(family === 'chromium'
      ? { allowed_origins: [`chrome-extension://${CHROMIUM_ID}/`] }
      : { allowed_extensions: [FIREFOX_ID] }),
  };
}

/** The file a browser looks for. */
export function manifestFile({ folder }: Pick<Browser, 'folder'>): string {
  return join(folder, `${HOST_NAME}.json`);
}
