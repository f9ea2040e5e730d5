// npm run bench: the tables of figures; arguments choose among them.
import { prepare, root, runNode } from './bootstrap.mjs';

prepare('nats-server');
process.chdir(root);
process.exitCode = await runNode('tests/bench/main.ts', process.argv.slice(2));
