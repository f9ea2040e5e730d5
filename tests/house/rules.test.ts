import { describe, expect, it } from 'vitest';
import { dependencies } from './rules/dependencies.ts';
import { cycles, direction, reach } from './rules/direction.ts';
import { links, neededDocuments, specification } from './rules/documents.ts';
import { barrels, bootstrap, endings, names, packages } from './rules/modules.ts';
import { docComments, sideEffects, size } from './rules/shape.ts';
import { commandNames, leaks, lockFile, logging, switchedOff, unfinished } from './rules/words.ts';
import type { Rule, Tree } from './tree.ts';

type Files = Record<string, string>;

function tree(files: Files): Tree {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

interface Case {
  readonly rule: Rule;
  readonly good: Files;
  /** Trees that break the rule, each with a word its one violation must have. */
  readonly bad: readonly (readonly [expected: string, files: Files])[];
}

const join = (...parts: string[]): string => parts.join('');
const lines = (n: number): string => '//\n'.repeat(n);
const ground = {
  'lib/bytes.ts': '',
  'lib/protocol/ids.ts': '',
  'lib/crypto/item.ts': '',
  'lib/crypto/seal.ts': '',
};
const own = specification('#### `id.find`\n\nfinds', ['id.find']);

const CASES: readonly Case[] = [
  {
    rule: direction,
    good: {
      ...ground,
      'lib/crypto/a.ts': "import '../protocol/ids.ts';",
      'lib/actions/post.ts': "import { seal } from '../crypto/seal.ts';",
      'servers/content/read.ts': "import { seal } from '../../lib/crypto/seal.ts';",
      'entrypoints/background/index.ts': "import { post } from '../../lib/actions/post.ts';",
      'entrypoints/home/Home.svelte': "<script>\nimport Feed from '../../lib/ui/Feed.svelte';\n</script>",
      'lib/ui/Feed.svelte': '',
      'tests/unit/a.test.ts': "import { post } from '../../lib/actions/post.ts';",
    },
    bad: [
      ['bytes is the floor', { ...ground, 'lib/bytes.ts': "import type { Id } from './protocol/ids.ts';" }],
      ['lib/crypto/seal.ts', { ...ground, 'lib/protocol/a.ts': "export { a } from '../crypto/seal.ts';" }],
      ['seal and open in actions', { ...ground, 'lib/db/a.ts': "import '../crypto/seal.ts';" }],
      ['pass in', { 'servers/bus.ts': '', 'lib/crypto/a.ts': "await import('../../servers/bus.ts');" }],
      ['the user’s', { 'lib/db/a.ts': '', 'servers/front.ts': "import '../lib/db/a.ts';" }],
      ['the user’s', { 'lib/actions/a.ts': '', 'servers/front.ts': "import '../lib/actions/a.ts';" }],
      ['one process', { 'servers/id/a.ts': '', 'servers/content/b.ts': "import '../id/a.ts';" }],
      ['no layer', { 'lib/elsewhere/a.ts': '' }],
      [
        'drives browsers',
        { ...ground, 'lib/actions/a.ts': '', 'servers/demo/a.ts': "import '../../lib/actions/a.ts';" },
      ],
      [
        'knows places',
        { 'lib/db/a.ts': '', 'entrypoints/facebook.content/a.ts': "import '../../lib/db/a.ts';" },
      ],
      [
        'screens read the database',
        { 'lib/actions/a.ts': '', 'lib/ui/A.svelte': "<script>\nimport '../actions/a.ts';\n</script>" },
      ],
      [
        'no entry point imports another',
        { 'entrypoints/home/a.ts': '', 'entrypoints/popup/b.ts': "import '../home/a.ts';" },
      ],
    ],
  },
  {
    rule: reach,
    good: { ...ground, 'servers/anonymizer/a.ts': "import '../../lib/crypto/seal.ts';" },
    bad: [
      [
        'servers/anonymizer/a.ts -> lib/crypto/seal.ts -> lib/crypto/item.ts',
        {
          'lib/crypto/item.ts': '',
          'lib/crypto/seal.ts': "import './item.ts';",
          'servers/anonymizer/a.ts': "import '../../lib/crypto/seal.ts';",
        },
      ],
      [
        'never words or keys',
        {
          'lib/db/open.ts': '',
          'lib/messages/a.ts': "import '../db/open.ts';",
          'entrypoints/facebook.content/index.ts': "import '../../lib/messages/a.ts';",
        },
      ],
      [
        'keys stay there',
        { 'lib/crypto/a.ts': '', 'lib/ui/A.svelte': "<script>\nimport '../crypto/a.ts';\n</script>" },
      ],
      [
        'sealed bytes alone',
        { 'lib/crypto/a.ts': '', 'servers/helper/a.ts': "import '../../lib/crypto/a.ts';" },
      ],
      [
        'knows of no items',
        {
          'lib/crypto/outside.ts': '',
          'servers/anonymizer/a.ts': "import { dropOf } from '../../lib/crypto/outside.ts';",
        },
      ],
      [
        'identity',
        {
          'lib/crypto/identity.ts': '',
          'servers/front.ts': "import type { Root } from '../lib/crypto/identity.ts';",
        },
      ],
    ],
  },
  {
    rule: cycles,
    good: { 'lib/a.ts': "import './b.ts'; import './c.ts';", 'lib/b.ts': "import './c.ts';", 'lib/c.ts': '' },
    bad: [
      [
        'lib/a.ts -> lib/b.ts -> lib/a.ts',
        { 'lib/a.ts': "import './b.ts';", 'lib/b.ts': "import type { A } from './a.ts';" },
      ],
    ],
  },
  {
    rule: barrels,
    good: {
      'lib/a.ts': "export { b } from './b.ts';\nexport const c = 1;",
      'lib/b.ts': 'export const b = 1;',
    },
    bad: [
      ['export *', { 'lib/a.ts': "export * from './b.ts';\nexport const c = 1;" }],
      ['export *', { 'lib/a.ts': "export * as b from './b.ts';\nexport const c = 1;" }],
      ['only re-exports', { 'lib/index.ts': "export { b } from './b.ts';" }],
    ],
  },
  {
    rule: names,
    good: { 'servers/helper/main.ts': '', 'lib/sharedkey.ts': '' },
    bad: [
      ['one idea', { 'lib/utils/bytes.ts': '' }],
      ['one idea', { 'lib/crypto/helpers.ts': '' }],
      ['one idea', { 'tests/Common/a.ts': '' }],
    ],
  },
  {
    rule: packages,
    good: {
      'servers/bus.ts': "import { connect } from 'nats';",
      'servers/bus/link.ts': "import { connect } from 'nats';",
      'lib/db/open.ts': "import { Dexie } from 'dexie';",
      'lib/crypto/sodium.ts': "import sodium from 'libsodium-wrappers-sumo';",
      'tests/network/a.test.ts': "import { connect } from 'nats';",
    },
    bad: [
      ['servers/bus.ts', { 'servers/content/a.ts': "import type { Msg } from 'nats';" }],
      ['lib/db', { 'lib/actions/a.ts': "import { liveQuery } from 'dexie';" }],
      ['lib/crypto', { 'servers/id/a.ts': "import sodium from 'libsodium-wrappers-sumo';" }],
      ['knows the browser', { 'lib/ui/a.ts': "import browser from 'webextension-polyfill';" }],
      ['other machines', { 'servers/content/a.ts': "import { createLibp2p } from 'libp2p';" }],
      ['only what is drawn', { 'lib/actions/a.ts': "import { mount } from 'svelte';" }],
      ['second opinion', { 'lib/crypto/a.ts': "import { ed25519 } from '@noble/curves/ed25519.js';" }],
    ],
  },
  {
    rule: endings,
    good: {
      'lib/a.ts': "import b from './b.json' with { type: 'json' };\nimport x from 'node:fs';",
      'lib/b.json': '{}',
    },
    bad: [
      ['write the ending', { 'lib/a.ts': "import { b } from './b';", 'lib/b.ts': '' }],
      ['write the ending', { 'lib/a.ts': "import { b } from './b.js';", 'lib/b.ts': '' }],
      ['type: ', { 'lib/a.ts': "import b from './b.json';", 'lib/b.json': '{}' }],
      ['no such file', { 'lib/a.ts': "import { b } from './b.ts';" }],
    ],
  },
  {
    rule: bootstrap,
    good: { 'bin/a.mjs': "import 'node:fs';\nimport { b } from './b.mjs';", 'bin/b.mjs': '' },
    bad: [
      ['may not be installed', { 'bin/a.mjs': "import v from 'vitest';" }],
      ['may not be installed', { 'bin/a.mjs': "await import('../lib/bytes.ts');", 'lib/bytes.ts': '' }],
    ],
  },
  {
    rule: dependencies,
    good: {
      'package.json': '{"dependencies":{"dexie":"1"},"devDependencies":{"fast-check":"1","vitest":"1"}}',
      'lib/db/a.ts': "import { Dexie } from 'dexie';",
      'tests/a.test.ts': "import fc from 'fast-check';",
    },
    bad: [
      ['add it', { 'package.json': '{}', 'lib/a.ts': "import x from '@scope/name/deep.js';" }],
      ['remove it', { 'package.json': '{"dependencies":{"left-over":"1"}}' }],
      ['devDependency', { 'package.json': '{"devDependencies":{"x":"1"}}', 'servers/a.ts': "import 'x';" }],
    ],
  },
  {
    rule: size,
    good: {
      'lib/a.ts': lines(20),
      'lib/b.ts': lines(79),
      'lib/c.ts': lines(399),
      'package-lock.json': lines(9000),
    },
    bad: [
      ['401 lines', { 'lib/a.ts': '', 'lib/b.ts': '', 'lib/c.ts': lines(401) }],
      ['401 lines', { 'tests/a.test.ts': lines(401) }],
      ['half of', { 'lib/a.ts': lines(80), 'servers/b.ts': lines(90), 'lib/c.ts': '' }],
      [
        'at most a tenth',
        { 'lib/a.ts': '', 'lib/b.ts': '', 'lib/c.ts': '', 'lib/d.ts': lines(201), 'lib/e.ts': lines(201) },
      ],
    ],
  },
  {
    rule: sideEffects,
    good: {
      'lib/a.ts':
        "import { b } from './b.ts';\nexport const c = b(1);\nexport async function d() { await c; setTimeout(c); }",
      'servers/content/main.ts': 'await start();',
      'servers/cli.ts': 'run();',
    },
    bad: [
      ['acts', { 'lib/a.ts': 'start();' }],
      ['acts', { 'lib/a.ts': "import './b.ts';" }],
      ['acts', { 'servers/content/store.ts': 'if (true) { start(); }' }],
      ['awaits', { 'lib/a.ts': 'export const a = await ready();' }],
      ['calls setInterval', { 'lib/a.ts': 'export const timer = setInterval(() => {}, 5);' }],
    ],
  },
  {
    rule: docComments,
    good: {
      'lib/crypto/a.ts':
        '/** Seals. */\nexport function seal() {}\nfunction own() {}\nexport const SIZE = 3;',
      'servers/id/a.ts': 'export function get() {}',
    },
    bad: [
      ['lib/crypto/a.ts:1', { 'lib/crypto/a.ts': 'export function seal() {}' }],
      [
        'lib/crypto/a.ts:4',
        { 'lib/crypto/a.ts': '/** a */\nexport function a() {}\n\nexport function b() {}' },
      ],
      ['lib/actions/a.ts:2', { 'lib/actions/a.ts': '// not a doc comment\nexport const post = () => {};' }],
    ],
  },
  {
    rule: logging,
    good: { 'servers/cli.ts': 'console.log(1);', 'servers/demo/story.ts': 'console.log(1);' },
    bad: [['pino', { 'servers/content/a.ts': 'export function a() { console.error(1); }' }]],
  },
  {
    rule: commandNames(['content.read']),
    good: { 'lib/protocol/commands/content.ts': "name: 'content.read'", 'lib/a.ts': '// content.read' },
    bad: [['import the command', { 'servers/content/a.ts': "route('content.read');" }]],
  },
  {
    rule: unfinished,
    good: { 'lib/a.ts': '// what to do when it is full', 'tests/a.test.ts': 'vi.stubGlobal();' },
    bad: [
      ['finish it', { 'lib/a.ts': join('// TO', 'DO: later') }],
      ['finish it', { 'README.md': join('groups are not imple', 'mented') }],
    ],
  },
  {
    rule: switchedOff,
    good: { 'tests/a.test.ts': "it('only reads', () => {});" },
    bad: [
      ['delete it', { 'tests/a.test.ts': join('it.', "skip('a', () => {});") }],
      ['delete it', { 'tests/unit/a.test.ts': join('describe.', "only('a', () => {});") }],
    ],
  },
  {
    rule: leaks,
    good: { 'README.md': 'it works; the agent of the user; network/a.ts' },
    bad: [
      ['project alone', { 'README.md': join('cd /wor', 'k/x') }],
      ['project alone', { 'lib/a.ts': join('// Co-Authored', '-By: somebody') }],
    ],
  },
  {
    rule: lockFile,
    good: { 'package-lock.json': '{"packages":{}}', '.npmrc': 'fund=false' },
    bad: [
      ['leaves them out', { 'package-lock.json': '{"resolved": "https://registry.example/x.tgz"}' }],
      ['own .npmrc', { '.npmrc': 'registry=https://registry.example' }],
    ],
  },
  {
    rule: neededDocuments,
    good: documents(),
    bad: [
      ['SECURITY.md', documents({ 'SECURITY.md': undefined })],
      ['npm test', documents({ '.ci/run': 'true' })],
    ],
  },
  {
    rule: links,
    good: {
      'package.json': '{"scripts":{"check":"x"}}',
      'lib/protocol/README.md':
        '[codec](codec.ts#top) [site](https://example.org) `npm run check` `codec.ts`',
      'lib/protocol/codec.ts': '',
      'README.md': 'see `lib/protocol/` and `lib/protocol/*.ts`, not `lib.es2024`',
    },
    bad: [
      ['links to', { 'README.md': '[a](lib/none.ts)' }],
      ['names `lib/none.ts`', { 'README.md': '`lib/none.ts`' }],
      ['names `lib/*.md`', { 'README.md': '`lib/*.md`', 'lib/a.ts': '' }],
      ['no such script', { 'README.md': 'npm run nothing', 'package.json': '{"scripts":{}}' }],
    ],
  },
  {
    rule: own,
    good: wire('#### `id.find`\n\nfinds'),
    bad: [
      ['markers', { 'lib/protocol/README.md': '#### `id.find`\n\nfinds' }],
      ['lacks id.find', wire('')],
      ['invents id.lose', wire('#### `id.find`\n\nfinds\n\n#### `id.lose`\n\nloses')],
      ['differs', wire('#### `id.find`\n\nseeks')],
    ],
  },
];

function wire(between: string): Files {
  return {
    'lib/protocol/README.md': `# Wire\n<!-- commands:begin -->\n${between}\n<!-- commands:end -->\nend`,
  };
}

function documents(changes: Record<string, string | undefined> = {}): Files {
  const all: Record<string, string | undefined> = {
    'README.md': '',
    'ARCHITECTURE.md': '',
    'SECURITY.md': '',
    'CONTRIBUTING.md': '',
    'CHANGELOG.md': '',
    LICENSE: '',
    '.ci/run': 'exec npm test',
    'lib/protocol/README.md': '',
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])),
  );
}

describe('each rule of the house can fail', () => {
  for (const { rule, good, bad } of CASES) {
    it(`${rule.name}: a good tree passes`, () => {
      expect(rule.check(tree(good))).toEqual([]);
    });
    for (const [i, [expected, files]] of bad.entries()) {
      it(`${rule.name}: bad tree ${i + 1} is told "${expected}"`, () => {
        expect(rule.check(tree(files)).join('\n')).toContain(expected);
      });
    }
  }
});
