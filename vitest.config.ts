import { defineConfig } from 'vitest/config';

const fuzz = process.env.PEERWALL_FUZZ === '1';
const minutes = 60_000;

/** `npm run fuzz` gives every property more runs and every test more time. */
const pure = {
  setupFiles: fuzz ? ['tests/fuzz.ts'] : [],
  testTimeout: fuzz ? 30 * minutes : 20_000,
};

/** Real browsers: one file after the other, so that two cores are enough for two of them. */
const browser = (name: string, groupOrder: number) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    sequence: { groupOrder },
    pool: 'forks' as const,
    fileParallelism: false,
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
        // Real nats-servers and servers: one file after the other, so that two cores are enough for each.
        test: {
          name: 'network',
          include: ['tests/network/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 2 * minutes,
          hookTimeout: 2 * minutes,
        },
      },
      browser('pages', 2),
      browser('e2e', 3),
      browser('gauntlet', 4),
      browser('firefox', 5),
    ],
    teardownTimeout: 20_000,
  },
});
