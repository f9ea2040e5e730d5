import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SignedNetwork } from '../../lib/protocol/network.ts';
import { alone } from './buildlock.ts';
import { hashOfSources, ROOT } from './sources.ts';

/** The extension could not be built; the message has the builder's last words. */
export class BuildError extends Error {
  override name = 'BuildError';
}

export type BrowserName = 'chrome' | 'firefox';

const OUTPUT = join(ROOT, '.output');
const run = promisify(execFile);

/**
 * Puts a copy of the built extension into `folder`, with a network as its built-in one. Builds first where a source
 * changed since the last build; runs that do so at the same time wait for each other. BuildError.
 */
export async function placeExtension(
  browser: BrowserName,
  folder: string,
  network: SignedNetwork | null,
): Promise<void> {
  await alone(join(OUTPUT, `${browser}.lock`), async () => {
    const hash = await buildWhereChanged(browser);
    await rm(folder, { recursive: true, force: true });
    await cp(builtIn(browser), folder, { recursive: true });
    await markVersion(folder, hash);
  });
  if (network !== null) await writeFile(join(folder, 'network.json'), JSON.stringify({ file: network }));
}

/** The id Chromium gives the extension in a folder: from its manifest's key. */
export async function extensionId(folder: string): Promise<string> {
  const { key } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  return [...hash].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}

async function buildWhereChanged(browser: BrowserName): Promise<string> {
  const hash = await hashOfSources();
  const stamp = join(OUTPUT, `${browser}.built`);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return hash;
  await rm(stamp, { force: true });
  const making = join(OUTPUT, `making-${browser}`);
  await rm(making, { recursive: true, force: true });
  await build(browser, making);
  await rm(builtIn(browser), { recursive: true, force: true });
  await mkdir(OUTPUT, { recursive: true });
  await rename(join(making, `${browser}-mv3`), builtIn(browser));
  await rm(making, { recursive: true, force: true });
  // a source that changed meanwhile may be in it or not: then the next run builds again
  if ((await hashOfSources()) === hash) await writeFile(stamp, hash);
  return hash;
}

async function build(browser: BrowserName, out: string): Promise<void> {
  const wxt = join(ROOT, 'node_modules', 'wxt', 'bin', 'wxt.mjs');
  try {
    await run(process.execPath, [wxt, 'build', '-b', browser, '--mv3'], {
      cwd: ROOT,
      env: { ...process.env, PEERWALL_OUT: out },
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new BuildError(`the extension does not build: ${`${stdout}\n${stderr}`.trim().slice(-1500)}`);
  }
}

// A profile keeps the service worker of a version it knows; another build is another version.
async function markVersion(folder: string, hash: string): Promise<void> {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  manifest.version = `${manifest.version}.${Number.parseInt(hash.slice(0, 4), 16)}`;
  await writeFile(file, JSON.stringify(manifest));
}

function builtIn(browser: BrowserName): string {
  return join(OUTPUT, `${browser}-mv3`);
}
