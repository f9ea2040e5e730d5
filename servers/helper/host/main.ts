import { type HelperConfig, readConfig } from '../config.ts';
import { type Home, homeAt } from '../home.ts';
import { reachDaemon } from '../reach.ts';
import { isOwn, readCaller } from './caller.ts';

/** The native host: what a browser starts. It passes bytes between the browser and the daemon, and ends with either. */
async function main(): Promise<void> {
  const caller = readCaller(process.argv.slice(2));
  if (caller === null) return end('the host is started by the wrapper that "peerwall helper install" makes');
  const home = homeAt(caller.home);
  const config = readConfig(home);
  if (!isOwn(config.extensions, caller.extension)) return end('this helper belongs to another extension');
  await bridge(home, config);
}

async function bridge(home: Home, config: HelperConfig): Promise<void> {
  const socket = await reachDaemon(home);
  socket.on('error', () => process.exit(1));
  socket.on('close', () => process.exit(0));
  process.stdout.on('error', () => process.exit(0));
  socket.write(`${config.key} client\n`);
  process.stdin.pipe(socket);
  socket.pipe(process.stdout);
}

function end(why: string): never {
  console.error(`peerwall helper: ${why}`);
  process.exit(1);
}

main().catch((error: unknown) => end(error instanceof Error ? error.message : 'failed'));
