// npm start: the whole network on this machine, and two demo users on it, each in a browser of his own.
import { prepare, root, runNode } from './bootstrap.mjs';

prepare('nats-server', 'chromium');
process.chdir(root);
process.exitCode = await runNode('servers/demo/main.ts', process.argv.slice(2));
