import { flushCompileCache } from 'node:module';
import { readConfig } from '../config.ts';
import { homeAt } from '../home.ts';
import { startHelper } from './daemon.ts';
import { takeLock } from './lock.ts';
import { openLog } from './log.ts';

/** The helper's daemon: outlives browsers, ends by `peerwall helper stop` or a signal. Ends at once where another runs. */
async function main(): Promise<void> {
  const [flag, folder] = process.argv.slice(2);
  if (flag === '--warm-up') return;
  if (flag !== '--home' || folder === undefined) throw new Error('expected --home FOLDER');
  const home = homeAt(folder);
  const log = openLog(home.log);
  // a rejection nobody awaited is one connection's, not everybody's
  process.on('unhandledRejection', (error) => log('fault', {}, error));
  process.on('uncaughtException', (error) => {
    log('fault', {}, error);
    process.exit(1);
  });
  const release = takeLock(home.lock);
  if (release === null) return;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
  const helper = await startHelper({ home, config: readConfig(home), log, end });
  flushCompileCache();
  await ended;
  await helper.stop();
  log('stopped');
  // used here, so that it is held until here: a lock that is garbage is free
  release();
  process.exit(0);
}

await main();
