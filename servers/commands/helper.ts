import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { HelperConfigError } from '../helper/config.ts';
import { askDaemon } from '../helper/control.ts';
import { defaultHome, homeAt } from '../helper/home.ts';
import {
  type Browser,
  browsersOf,
  firefoxBelow,
  profileAt,
  type Surroundings,
} from '../helper/install/browsers.ts';
import { examine } from '../helper/install/doctor.ts';
import type { Finding } from '../helper/install/finding.ts';
import { install } from '../helper/install/install.ts';
import { stopDaemon, uninstall } from '../helper/install/uninstall.ts';

interface HomeOptions {
  home: string;
  json?: true;
}

interface InstallOptions extends HomeOptions {
  profile?: string[];
  firefoxHome?: string;
  listen?: string;
}

/** `peerwall helper …`: the helper of this user, which tells Friends directly. */
export function addHelperCommands(program: Command): void {
  const helper = program
    .command('helper')
    .description('The helper on your machine, which tells Friends directly')
    .addHelpText('after', EXAMPLES);
  const sub = (name: string, description: string): Command =>
    helper
      .command(name)
      .description(description)
      .option('--home <folder>', 'where the helper lives', defaultHome())
      .option('--json', 'one line of JSON instead of words');
  addInstall(sub('install', 'Install or mend the helper, for this user, without root'));
  sub('status', 'How the helper is').action(showStatus);
  addDoctor(sub('doctor', 'Find what is wrong, and say the one line that mends it'));
  sub('stop', 'End the daemon; the next browser starts it again').action(stop);
  addUninstall(sub('uninstall', 'Remove the helper and everything it made'));
}

const EXAMPLES = `
Examples:
  peerwall helper install                    for every browser of this user
  peerwall helper install --profile ./alice  for one Chromium profile (--user-data-dir) alone
  peerwall helper doctor`;

function addInstall(command: Command): void {
  addBrowserOptions(command)
    .option(
      '--listen <ip>',
      'address to listen on for Friends’ helpers; without it all of this machine',
      readIp,
    )
    .action(async (options: InstallOptions) => {
      const home = homeAt(options.home);
      const { listen } = options;
      const order = { home, browsers: chosen(options), node: process.execPath };
      const done = await install(listen === undefined ? order : { ...order, listen });
      if (options.json) return console.log(JSON.stringify(done));
      console.log(`Installed in ${done.home}; Friends' helpers reach it on port ${done.port}.`);
      for (const manifest of done.manifests) console.log(`  ${manifest}`);
      console.log('Restart the browser, or click "Try again" in Peerwall.');
    });
}

function addDoctor(command: Command): void {
  addBrowserOptions(command).action(async (options: InstallOptions) => {
    const browsers = chosen(options);
    const findings = await examine({ home: homeAt(options.home), browsers, surroundings: surroundings() });
    if (findings.some(({ is }) => is === 'wrong')) process.exitCode = 1;
    if (options.json) console.log(JSON.stringify(findings));
    else for (const finding of findings) console.log(lineOf(finding));
  });
}

function addUninstall(command: Command): void {
  command.option('--yes', 'do not ask').action(async (options: HomeOptions & { yes?: true }) => {
    const home = homeAt(options.home);
    const status = await askDaemon(home, 'status').catch((error: unknown) => {
      if (error instanceof HelperConfigError) return null;
      throw error;
    });
    const lost = status === null ? '' : lossOf(status.waiting, status.letters);
    if (options.yes !== true && !(await agreed(`Remove ${home.folder}${lost}? [y/N] `))) {
      process.exitCode = 1;
      return console.log('Nothing was removed.');
    }
    if (status !== null) await stopDaemon(home);
    const removed = uninstall(home);
    if (options.json) console.log(JSON.stringify({ removed }));
    else for (const one of removed) console.log(`removed ${one}`);
  });
}

function addBrowserOptions(command: Command): Command {
  return command
    .option('--profile <folder...>', 'Chromium profiles (--user-data-dir) instead of the user’s browsers')
    .option('--firefox-home <folder>', 'a HOME of Firefox instead of the user’s browsers');
}

async function showStatus(options: HomeOptions): Promise<void> {
  const home = homeAt(options.home);
  const status = await askDaemon(home, 'status');
  if (status === null) process.exitCode = 1;
  if (options.json) return console.log(JSON.stringify(status ?? { running: false }));
  if (status === null) return console.log('not running: a browser with Peerwall starts it');
  console.log(`running           process ${status.pid}, version ${status.version}`);
  console.log(
    `reached at        ${status.listening ? status.addresses.join('\n                  ') : 'nowhere'}`,
  );
  console.log(`Friends' devices  ${status.friends}, connected ${status.online}`);
  console.log(`parcels           ${status.waiting} waiting, ${status.kept} kept`);
  console.log(`letters           ${status.letters} for a browser to take`);
  console.log(`memory            ${Math.round(status.memory / 1e6)} MB`);
}

async function stop(options: HomeOptions): Promise<void> {
  const status = await stopDaemon(homeAt(options.home));
  if (options.json) console.log(JSON.stringify({ stopped: status !== null }));
  else console.log(status === null ? 'was not running' : 'ended');
}

function chosen({ profile, firefoxHome }: InstallOptions): Browser[] {
  const own = [
    ...(profile ?? []).map((folder) => profileAt(resolve(folder))),
    ...(firefoxHome === undefined ? [] : [firefoxBelow(resolve(firefoxHome))]),
  ];
  if (process.platform === 'win32')
    throw new Error(
      'on Windows browsers look for helpers in the registry, which this version does not write',
    );
  return own.length > 0 ? own : browsersOf(surroundings());
}

function surroundings(): Surroundings {
  return { platform: process.platform, userHome: homedir(), env: process.env };
}

function lineOf({ is, what, says, mend }: Finding): string {
  const mark = { fine: 'ok   ', hint: 'hint ', wrong: 'WRONG' }[is];
  return `${mark}  ${what}: ${says}${mend === undefined ? '' : `\n       mend: ${mend}`}`;
}

function lossOf(waiting: number, letters: number): string {
  if (waiting + letters === 0) return '';
  return ` with ${waiting} letters that no Friend has yet and ${letters} that no browser has taken`;
}

async function agreed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

function readIp(text: string): string {
  if (isIP(text) === 0) throw new InvalidArgumentError('expected an IP address');
  return text;
}
