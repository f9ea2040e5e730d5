import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alive } from '../../../servers/alive.ts';
import { firstRun } from '../../../servers/browser/screens/firstrun.ts';
import { befriend } from '../../../servers/browser/screens/friends.ts';
import { exists } from '../../../servers/exists.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';

const PREFIX = 'peerwall-friends-';
const PHRASE = 'phrase';

/**
 * A world of Alice and Bob, who are Friends: a copy of one that is made by the first run and the request a person goes
 * through, once in a run of tests for each of the files that run beside each other. Without helpers what the copy had of
 * them is taken away.
 */
export async function worldOfFriends(options: Omit<WorldOptions, 'people' | 'from'> = {}): Promise<World> {
  return startWorld({ ...options, people: ['Alice', 'Bob'], from: await friendsOfThisRun() });
}

/** Alice's recovery phrase in a world of Friends. */
export async function phraseOfAlice({ folder }: World): Promise<string> {
  return await readFile(join(folder, PHRASE), 'utf8');
}

// All files of a run have the same parent, the test runner itself. Copies of one world have the same keys and ports: were two
// of them up at once, a browser of one would reach servers and helpers of the other.
async function friendsOfThisRun(): Promise<string> {
  const folder = join(tmpdir(), `${PREFIX}${process.ppid}-${process.env.VITEST_POOL_ID ?? 0}`);
  const done = join(folder, 'done');
  if (await exists(done)) return folder;
  await forgetEndedRuns();
  await makeFriends(folder);
  await writeFile(done, '');
  return folder;
}

async function makeFriends(folder: string): Promise<void> {
  const world = await startWorld({ people: ['Alice', 'Bob'], helpers: true });
  try {
    const [alice, bob] = [world.person('Alice'), world.person('Bob')];
    const { phrase } = await firstRun(alice);
    await firstRun(bob);
    await befriend(alice, bob);
    await world.rest();
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const part of ['network', 'alice', 'bob'])
      await cp(join(world.folder, part), join(folder, part), { recursive: true, filter: isKept });
    await writeFile(join(folder, PHRASE), phrase?.join(' ') ?? '', { mode: 0o600 });
  } finally {
    await world.stop();
  }
}

async function forgetEndedRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (!Number.isNaN(pid) && !alive(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isKept(file: string): boolean {
  return !/\/(Cache|Code Cache|GPUCache|GrShaderCache|ShaderCache|socket)$/.test(file);
}
