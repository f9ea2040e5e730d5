import type { Status } from '../../../lib/native/messages.ts';
import { type HelperConfig, readConfig } from '../config.ts';
import { askDaemon } from '../control.ts';
import type { Home } from '../home.ts';
import { reachDaemon } from '../reach.ts';
import type { Browser, Surroundings } from './browsers.ts';
import { lookAtManifests } from './doctor/manifests.ts';
import { lookAtPackaging } from './doctor/packaging.ts';
import { lookAtFolder, lookAtRoom } from './doctor/places.ts';
import { lookAtWrapper } from './doctor/wrapper.ts';
import { type Finding, fine, INSTALL, wrong } from './finding.ts';
import { readRecord } from './record.ts';

/** What the doctor looks at. */
export interface Patient {
  home: Home;
  /** The browsers it should be known to, where nothing was written down. */
  browsers: readonly Browser[];
  surroundings: Surroundings;
}

/** Looks at everything a letter needs on this machine, and says of each thing that is wrong the one line that mends it. */
export async function examine({ home, browsers, surroundings }: Patient): Promise<Finding[]> {
  const config = lookAtConfig(home);
  if ('mend' in config) return [config];
  const written = readRecord(home).browsers;
  return [
    ...lookAtFolder(home),
    ...lookAtRoom(home),
    ...lookAtWrapper(home),
    ...lookAtManifests(home, written.length > 0 ? written : browsers),
    ...lookAtPackaging(surroundings),
    ...(await lookAtDaemon(home)),
  ];
}

function lookAtConfig(home: Home): HelperConfig | (Finding & { mend: string }) {
  try {
    return readConfig(home);
  } catch {
    return wrong(
      'installed',
      `the helper is not installed in ${home.folder}, or its settings are broken`,
      INSTALL,
    );
  }
}

async function lookAtDaemon(home: Home): Promise<Finding[]> {
  let status: Status | null = null;
  try {
    const socket = await reachDaemon(home);
    socket.destroy();
    status = await askDaemon(home, 'status');
  } catch {
    // said below
  }
  if (status === null)
    return [wrong('daemon', 'the daemon does not start or does not answer', `tail ${home.log}`)];
  const running = fine('daemon', `running, process ${status.pid}, ${Math.round(status.memory / 1e6)} MB`);
  return [running, lookAtPort(home, status)];
}

function lookAtPort(home: Home, status: Status): Finding {
  const { port } = readConfig(home);
  if (!status.listening) {
    const what = `port ${port} cannot be opened: another program has it, or the address is not this machine's`;
    return wrong('port', what, `ss -ltnp 'sport = :${port}'`);
  }
  return fine('port', `${port} is open${status.addresses.length === 0 ? ', and there is no network' : ''}`);
}
