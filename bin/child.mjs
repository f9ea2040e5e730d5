import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const POSIX = process.platform !== 'win32';
const PATIENCE_MS = 20_000;
const SAME_KEYPRESS_MS = 500;

/**
 * Runs a program in a process group of its own, hands it every SIGINT, SIGTERM and SIGHUP exactly once
 * (a terminal and npm both deliver a Ctrl-C) and a SIGTERM when npm is gone, and leaves nothing of the
 * group behind, even when this process is killed. A second Ctrl-C is passed on; a third ends it at once.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} exit code; 128 + signal number if a signal ended it
 */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
    detached: POSIX,
  });
  if (child.pid === undefined) throw await new Promise((resolve) => child.once('error', resolve));
  const guard = POSIX ? guardian(child.pid) : undefined;
  const release = forwardSignals(child.pid);
  const code = await new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
  release();
  await sweep(child.pid);
  guard?.kill('SIGKILL');
  return code;
}

function forwardSignals(pid) {
  let asked = 0;
  let last = 0;
  let timer;
  const onSignal = (signal) => {
    const now = Date.now();
    if (now - last < SAME_KEYPRESS_MS) return;
    last = now;
    asked += 1;
    signalGroup(pid, asked > 2 ? 'SIGKILL' : signal);
    timer ??= setTimeout(() => signalGroup(pid, 'SIGKILL'), PATIENCE_MS).unref();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, onSignal);
  const orphanWatch = whenOrphaned(() => onSignal('SIGTERM'));
  return () => {
    clearTimeout(timer);
    clearInterval(orphanWatch);
    for (const signal of signals) process.off(signal, onSignal);
  };
}

// Whoever kills npm outright means us too.
function whenOrphaned(act) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const starter = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === starter) return;
    clearInterval(watch);
    act();
  }, 250).unref();
  return watch;
}

// What outlives the program (a server whose starter crashed) gets two seconds to end by itself.
async function sweep(pid) {
  if (!POSIX || !signalGroup(pid, 'SIGTERM')) return;
  for (let waited = 0; waited < 2000; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (!signalGroup(pid, 0)) return;
  }
  signalGroup(pid, 'SIGKILL');
}

/** @returns {boolean} whether anybody was there to get it */
function signalGroup(pid, signal) {
  try {
    return process.kill(POSIX ? -pid : pid, signal);
  } catch {
    return false;
  }
}

// Reads a pipe from us that says nothing: its end means that we are gone, however it came about.
function guardian(pid) {
  const script = 'read -r _; kill -s TERM -- "-$0" && sleep 3 && kill -s KILL -- "-$0"';
  const guard = spawn('sh', ['-c', script, String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  guard.stdin.unref?.();
  return guard;
}
