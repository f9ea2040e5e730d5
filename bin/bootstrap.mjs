import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { ensurePackages, nodePath } from './packages.mjs';
import { ensurePrograms } from './programs.mjs';

/** Folder of package.json, without a slash at its end. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Makes a fresh clone ready: npm packages always, programs as asked for. A few milliseconds when it is.
 * Ends this process with code 1 and one line when that cannot be done.
 * @param {...('nats-server' | 'chromium' | 'firefox')} programs
 */
export function prepare(...programs) {
  try {
    ensurePackages(root);
    ensurePrograms(root, programs);
  } catch (error) {
    console.error(`peerwall: ${error.message}`);
    process.exit(1);
  }
  process.env.PATH = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
}

/**
 * Runs a script on Node 24 until it ends; forwards signals.
 * @param {string} script path below the root
 * @param {string[]} args
 * @param {Record<string, string>} [env] added to ours
 * @returns {Promise<number>} exit code
 */
export async function runNode(script, args, env = {}) {
  const file = join(root, script);
  if (!existsSync(file)) {
    console.error(`peerwall: ${script} is not in this checkout`);
    return 1;
  }
  // In a process group of its own a program cannot read the terminal, but it can read a pipe or file.
  const stdin = process.stdin.isTTY ? 'ignore' : 'inherit';
  return run(nodePath(root), [file, ...args], {
    env: { ...process.env, ...env },
    stdio: [stdin, 'inherit', 'inherit'],
  });
}
