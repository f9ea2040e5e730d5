import { writeFileSync } from 'node:fs';

/**
 * A vitest reporter: writes { passed, failed, skipped } over all projects to the file PEERWALL_TALLY.
 * A file that could not be loaded, a failed hook and an error outside any test count as one failure each.
 */
export default class Tally {
  onTestRunEnd(modules, unhandled) {
    const count = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[state(test)] += 1;
      count.failed += module.errors().length;
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    }
    if (process.env.PEERWALL_TALLY) writeFileSync(process.env.PEERWALL_TALLY, JSON.stringify(count));
  }
}

// A test still pending when the run ended was cut off: it did not pass.
function state(test) {
  const found = test.result().state;
  return found === 'pending' ? 'failed' : found;
}
