import { configureGlobal } from 'fast-check';

/** Loaded before each test file by `npm run fuzz`: a minute per property, as many runs as fit. */
configureGlobal({ numRuns: 1_000_000, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false });
