import { runRole } from '../run.ts';

// The process of one role of the stack: node child.ts <config.yaml>
await runRole(process.argv[2] ?? '');
