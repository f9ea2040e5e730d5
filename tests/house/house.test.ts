import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../lib/protocol/catalogue.ts';
import { document } from '../../lib/protocol/document.ts';
import { dependencies } from './rules/dependencies.ts';
import { cycles, direction, reach } from './rules/direction.ts';
import { links, neededDocuments, specification } from './rules/documents.ts';
import { barrels, bootstrap, endings, names, packages } from './rules/modules.ts';
import { docComments, sideEffects, size } from './rules/shape.ts';
import { commandNames, leaks, lockFile, logging, switchedOff, unfinished } from './rules/words.ts';
import { type Rule, readTree } from './tree.ts';

const commands = Object.values(CATALOGUE).flatMap((list) => list.map(({ name }) => name));

const RULES: readonly Rule[] = [
  direction,
  reach,
  cycles,
  barrels,
  names,
  packages,
  endings,
  bootstrap,
  dependencies,
  size,
  sideEffects,
  docComments,
  logging,
  commandNames(commands),
  unfinished,
  switchedOff,
  leaks,
  lockFile,
  neededDocuments,
  links,
  specification(document(), commands),
];

describe('the house', () => {
  const tree = readTree();

  it('has files to look at', () => {
    expect(tree.map(({ path }) => path)).toContain('package.json');
    expect(tree.length).toBeGreaterThan(20);
  });

  for (const rule of RULES) {
    it(rule.name, () => {
      const violations = rule.check(tree);
      expect(violations, `\n${violations.join('\n')}\n`).toHaveLength(0);
    });
  }
});
