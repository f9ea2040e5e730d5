import { Command } from 'commander';

/** What `npm start --` was told. */
export interface DemoOptions {
  /** Where network and people are kept. */
  data: string;
  headless: boolean;
  json: boolean;
  once: boolean;
  live: boolean;
}

/** Reads the command line; commander ends the process where it is wrong, or help was asked for. */
export function readOptions(args: readonly string[], env = process.env): DemoOptions {
  const program = new Command('npm start --')
    .description('A whole network on this machine, and Alice and Bob, who use Facebook with Peerwall on it.')
    .option('--data <folder>', 'where network and people are kept', '.peerwall')
    .option('--headless', 'open no windows: play a short story and keep its pictures in .output/demo', false)
    .option('--json', 'with --headless: no story; one line of JSON when ready, then stay up', false)
    .option('--once', 'end when the story is told', false)
    .option('--live', 'the real facebook.com in the place of the replica', false)
    .addHelpText(
      'after',
      '\nCtrl-C ends every process it started. A second start goes on with what is there.',
    );
  program.parse([...args], { from: 'user' });
  const given = program.opts<DemoOptions>();
  const display = hasDisplay(env);
  if (given.live && (given.headless || !display))
    program.error('--live needs a display: it is for looking at the real site, where nothing is played');
  return { ...given, headless: given.headless || given.json || !display };
}

function hasDisplay(env: NodeJS.ProcessEnv): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}
