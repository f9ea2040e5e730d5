import { untilSignal } from '../commands/ending.ts';
import { acquaint, settle } from './acquaint.ts';
import { type Album, NO_ALBUM, openAlbum } from './album.ts';
import { describe } from './describe.ts';
import { readOptions } from './options.ts';
import { openScene, type Scene } from './scene.ts';
import { playStory } from './story.ts';
import { showWindows } from './windows.ts';

const HINTS = [
  'Click "What\'s on your mind" as Alice, write, post: it is in Bob\'s feed a moment later.',
  "The bell beside Facebook's own shows what Peerwall has to tell; comment and react in the post itself.",
  "The puzzle piece in the browser's bar opens Peerwall's popup; from there go to Home, Friends, Status.",
  "Close Bob's window, post as Alice, and start again: it waits for him.",
  'Ctrl-C ends every process.',
];

const options = readOptions(process.argv.slice(2));
const started = performance.now();
const ended = untilSignal();
let stopping = false;

try {
  const scene = await openScene(options, say);
  void ended.then(() => {
    stopping = true;
  });
  try {
    await Promise.race([run(scene), ended]);
  } finally {
    say('Ending every process …');
    await scene.stop();
  }
} catch (error) {
  if (!stopping) {
    console.error(`peerwall: ${error instanceof Error ? error.message : 'the demo failed'}`);
    process.exitCode = 1;
  }
}
// what the browsers' drivers still wait for is of no account any more
process.exit();

async function run(scene: Scene): Promise<void> {
  const plays = options.headless && !options.json;
  const album = plays ? await openAlbum() : NO_ALBUM;
  await meet(scene, album);
  if (options.json) console.log(await describe(scene));
  else if (plays) await play(scene, album);
  else await show(scene);
  if (plays && options.once) return;
  await ended;
}

/** First run and friendship, by hand in Home; on a second start both are there already. */
async function meet({ alice, bob }: Scene, album: Album): Promise<void> {
  const names = [await settle(alice, say, album), await settle(bob, say, album)];
  await acquaint({ person: alice, name: names[0] ?? '' }, { person: bob, name: names[1] ?? '' });
  say(`${names.join(' and ')} are Friends`);
}

async function play(scene: Scene, album: Album): Promise<void> {
  await playStory(scene, album, say);
  say(`The story is told; its pictures are in .output/demo. Doors: ${scene.stack.doors.join(' ')}`);
  if (!options.once) say('Everything stays up. Ctrl-C ends every process.');
}

async function show(scene: Scene): Promise<void> {
  await showWindows(scene);
  say(
    `Two windows are open: Alice's on the left, Bob's on the right, on ${options.live ? 'the real' : 'a replica of'} facebook.com.`,
  );
  if (options.live) say('The real site cannot be tried in tests: what it changed since, nobody promises.');
  for (const hint of HINTS) say(`  ${hint}`);
}

function say(line: string): void {
  if (options.json) return;
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${line}`);
}
