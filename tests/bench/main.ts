// npm run bench [letter …]: all tables, or those of the letters given.
interface Bench {
  readonly letter: string;
  readonly file: string;
}

const BENCHES: readonly Bench[] = [
  { letter: 'a', file: './reads.ts' },
  { letter: 'b', file: './writes.ts' },
  { letter: 'c', file: './thread.ts' },
  { letter: 'd', file: './hops.ts' },
  { letter: 'e', file: './credentials.ts' },
  { letter: 'f', file: './envelopes.ts' },
  { letter: 'g', file: './growth.ts' },
  { letter: 'h', file: './million.ts' },
];

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
if (process.argv.includes('--help')) {
  console.log(
    'npm run bench [-- a b c d e f g h]\n\nEvery table carries its floor, measured in the same run.',
  );
} else {
  for (const bench of BENCHES.filter(({ letter }) => wanted.length === 0 || wanted.includes(letter))) {
    const { run }: { run(): Promise<void> } = await import(bench.file);
    await run();
  }
}
