import { startReplica } from './start.ts';

const replica = await startReplica({ port: Number(process.argv[2] ?? 0) });
console.log(`replica of ${replica.origin} on port ${replica.port}`);
console.log(`chromium --host-resolver-rules='MAP *.facebook.com 127.0.0.1:${replica.port}' \\`);
console.log(`  --ignore-certificate-errors-spki-list=${replica.spki} ${replica.origin}/`);
