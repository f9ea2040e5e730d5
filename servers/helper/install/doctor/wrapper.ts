import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import type { Home } from '../../home.ts';
import { type Finding, fine, INSTALL, wrong } from '../finding.ts';
import { pathsIn } from '../wrapper.ts';

const LEAST_NODE = 24;

/** Whether what browsers start can be started, and starts with a Node that runs it. */
export function lookAtWrapper(home: Home): Finding[] {
  if (!existsSync(home.host)) return [wrong('host', `${home.host} is missing`, INSTALL)];
  const paths = pathsIn(readFileSync(home.host, 'utf8'));
  if (paths === null) return [wrong('host', `${home.host} is not what was installed`, INSTALL)];
  if (!existsSync(paths.script)) return [wrong('host', `${paths.script} is gone`, INSTALL)];
  return [lookAtMode(home), lookAtNode(paths.node)];
}

function lookAtMode(home: Home): Finding {
  try {
    accessSync(home.host, constants.X_OK);
    return fine('host', home.host);
  } catch {
    return wrong('host', `${home.host} may not be executed`, `chmod 700 '${home.host}'`);
  }
}

function lookAtNode(node: string): Finding {
  if (!existsSync(node)) return wrong('node', `${node} is gone`, INSTALL);
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8', timeout: 5000 });
  const version = /^v(\d+)\./.exec(stdout ?? '')?.[1];
  if (version === undefined) return wrong('node', `${node} does not run`, INSTALL);
  if (Number(version) < LEAST_NODE) return wrong('node', `${node} is Node ${version}, too old`, INSTALL);
  return fine('node', `${node} ${stdout.trim()}`);
}
