#!/usr/bin/env node
// The command `peerwall`: servers/cli.ts on Node 24, in the folder it was called from.
import { prepare, runNode } from './bootstrap.mjs';

prepare();
process.exitCode = await runNode('servers/cli.ts', process.argv.slice(2));
