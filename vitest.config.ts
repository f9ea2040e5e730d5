import { defineConfig } from 'vitest/config';

const fuzz = process.env.PEERWALL_FUZZ === '1';
const minutes = 60_000;

/** `npm run fuzz` gives every property more runs and every test more time. */
const pure = {
  setupFiles: fuzz ? ['tests/fuzz.ts'] : [],
  // by itself vitest leaves one core alone
  maxWorkers: 2,
  testTimeout: fuzz ? 30 * minutes : 20_000,
};

/** Real browsers, three files at a time: much of a test is waiting for a mailbox to be asked. */
const browser = (name: string) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    sequence: { groupOrder: 2 },
    pool: 'forks' as const,
    maxWorkers: 3,
    testTimeout: 2 * minutes,
    hookTimeout: 4 * minutes,
  },
});

export default defineConfig({
  test: {
    projects: [
      { test: { ...pure, name: 'unit', include: ['tests/unit/**/*.test.ts'], sequence: { groupOrder: 0 } } },
      {
        test: {
          ...pure,
          name: 'vectors',
          include: ['tests/vectors/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'house',
          include: ['tests/house/**/*.test.ts'],
          sequence: { groupOrder: 0 },
          testTimeout: 60_000,
        },
      },
      {
        // Real nats-servers and servers, three files at a time: much of a test is waiting.
        test: {
          name: 'network',
          include: ['tests/network/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          pool: 'forks',
          maxWorkers: 3,
          testTimeout: 2 * minutes,
          hookTimeout: 2 * minutes,
        },
      },
      browser('pages'),
      browser('e2e'),
      browser('gauntlet'),
      browser('firefox'),
    ],
    teardownTimeout: 20_000,
  },
});
