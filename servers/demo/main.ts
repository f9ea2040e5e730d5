import { resolve } from 'node:path';
import { Command } from 'commander';
import { untilSignal } from '../commands/ending.ts';
import { describe } from '../commands/up.ts';
import type { Stack } from '../stack/stack.ts';
import { startStack } from '../stack/start.ts';
import { writeCatalogue } from './catalogue.ts';
import { play } from './play.ts';

interface Options {
  data: string;
  headless?: boolean;
  json?: boolean;
  once?: boolean;
}

const program = new Command('npm start --')
  .description('A whole network on this machine, and Alice, Bob and Carol who tell each other a story on it.')
  .option('--data <folder>', 'where keys, stores and logs are kept', '.peerwall/network')
  .option('--headless', 'open no window (there is none yet)')
  .option('--json', 'print one line of JSON once the network is ready, play nothing, and stay up')
  .option('--once', 'end when the story is told')
  .addHelpText('after', '\nCtrl-C ends every process.')
  .action(run);

async function run(options: Options): Promise<void> {
  const say = options.json ? () => undefined : (line: string) => console.log(line);
  const ended = untilSignal();
  const started = performance.now();
  say('Starting five operators, each with its own nats-server …');
  const dataDir = resolve(options.data);
  const catalogue = await writeCatalogue(resolve(dataDir, 'demo'));
  const stack = await startStack({ dataDir, settings: { ad: { catalogue } } });
  try {
    if (options.json) console.log(JSON.stringify(describe(stack)));
    else await show(stack, say, started, options.once === true ? Promise.resolve() : ended, ended);
    if (options.json) await ended;
  } finally {
    await stack.stop();
  }
}

async function show(
  stack: Stack,
  say: (line: string) => void,
  started: number,
  stay: Promise<void>,
  ended: Promise<void>,
): Promise<void> {
  say(`The network is up after ${seconds(started)} s: ${stack.operators.map((one) => one.id).join(', ')}.`);
  say('All of it runs on this machine: for trying, not for hiding.\n');
  let stopped = false;
  void ended.then(() => {
    stopped = true;
  });
  await Promise.race([play(stack, say, () => stopped), ended]);
  if (stopped) return;
  say(`\nThe story was told in ${seconds(started)} s. Doors: ${stack.doors.join(' ')}`);
  say(`Network file: ${stack.networkFile}. Ctrl-C ends every process.`);
  await stay;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

await program.parseAsync();
