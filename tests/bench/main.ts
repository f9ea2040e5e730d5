// npm run bench [letter …]: all tables, or those of the letters given.
interface Bench {
  readonly letter: string;
  readonly file: string;
  /** What its tables tell. */
  readonly says: string;
}

const BENCHES: readonly Bench[] = [
  { letter: 'a', file: './reads.ts', says: 'threads read at one content server' },
  { letter: 'b', file: './writes.ts', says: 'creates and comments' },
  { letter: 'c', file: './thread.ts', says: 'many people on one thread' },
  { letter: 'd', file: './hops.ts', says: 'two hops over a direct request' },
  { letter: 'e', file: './credentials.ts', says: 'credentials' },
  { letter: 'f', file: './envelopes.ts', says: 'envelopes sealed and opened' },
  { letter: 'g', file: './growth.ts', says: 'bytes against those of the words' },
  { letter: 'h', file: './million.ts', says: 'a million items' },
  {
    letter: 'i',
    file: './visible.ts',
    says: 'from Post to visible at a Friend, in two browsers (PEERWALL_BENCH_POSTS: how many, 30)',
  },
  { letter: 'j', file: './homefeed.ts', says: 'Home with 10,000 threads' },
  { letter: 'k', file: './ready.ts', says: 'from a stopped service worker to its answer' },
  { letter: 'l', file: './helper.ts', says: 'the helper at rest' },
  { letter: 'm', file: './overlay.ts', says: 'what the overlay costs while one scrolls' },
];

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
if (process.argv.includes('--help')) {
  const lines = BENCHES.map(({ letter, says }) => `  ${letter}  ${says}`);
  console.log(
    `npm run bench [-- LETTER …]\n\n${lines.join('\n')}\n\nEvery table carries its floor, measured in the same run.`,
  );
} else {
  for (const bench of BENCHES.filter(({ letter }) => wanted.length === 0 || wanted.includes(letter))) {
    const { run }: { run(): Promise<void> } = await import(bench.file);
    await run();
  }
}
