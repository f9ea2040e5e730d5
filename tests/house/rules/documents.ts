import { posix } from 'node:path';
import type { Rule, SourceFile, Tree } from '../tree.ts';

const NEEDED = [
  'README.md',
  'ARCHITECTURE.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'LICENSE',
  '.ci/run',
  'lib/protocol/README.md',
];

/** A stranger finds what every project has. */
export const neededDocuments: Rule = {
  name: 'the documents every reader looks for are there',
  check: (tree) => {
    const missing = NEEDED.filter((name) => !tree.some(({ path }) => path === name));
    const runsTests = tree.some(({ path, text }) => path === '.ci/run' && /\bnpm test\b/.test(text));
    return [
      ...missing.map((name) => `${name} is missing: write it`),
      ...(runsTests ? [] : ['.ci/run does not call `npm test`: what is tested there is what everybody runs']),
    ];
  },
};

/** What a document points to exists: links, paths in backticks, and npm scripts. */
export const links: Rule = {
  name: 'documents point only to what exists',
  check: (tree) => {
    const exists = pathsOf(tree);
    const scripts = scriptsOf(tree);
    return tree
      .filter(({ path }) => path.endsWith('.md'))
      .flatMap((file) => [
        ...relativeLinks(file)
          .filter((target) => !exists(target))
          .map((target) => `${file.path} links to ${target}: there is no such file; mend or remove the link`),
        ...mentionedPaths(file)
          .filter((target) => !exists(target) && !exists(posix.join(posix.dirname(file.path), target)))
          .map((target) => `${file.path} names \`${target}\`: there is no such file; say where it is now`),
        ...mentionedScripts(file)
          .filter((script) => !scripts.has(script))
          .map((script) => `${file.path} says \`npm run ${script}\`: package.json has no such script`),
      ]);
  },
};

function pathsOf(tree: Tree): (target: string) => boolean {
  const known = new Set<string>();
  for (const { path } of tree) {
    for (let at = path; at !== '.'; at = posix.dirname(at)) known.add(at);
  }
  return (target) => {
    const path = posix.normalize(target).replace(/\/$/, '');
    if (!path.includes('*')) return known.has(path) || path === '.';
    const pattern = new RegExp(`^${path.split('*').map(escaped).join('[^/]*')}$`);
    return [...known].some((one) => pattern.test(one));
  };
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

function relativeLinks({ path, text }: SourceFile): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => posix.join(posix.dirname(path), target));
}

// Only what is surely meant as a path of the project: it starts with one of its folders.
const PATH = /^(lib|servers|tests|bin|assets|entrypoints|\.ci)\/[\w./*-]*$/;

function mentionedPaths({ text }: SourceFile): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span).filter((span) => PATH.test(span));
}

function mentionedScripts({ text }: SourceFile): string[] {
  return [...text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, script = '']) => script);
}

function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
}

function scriptsOf(tree: Tree): Set<string> {
  const file = tree.find(({ path }) => path === 'package.json');
  const parsed: unknown = JSON.parse(file?.text ?? '{}');
  const scripts = typeof parsed === 'object' && parsed !== null && 'scripts' in parsed ? parsed.scripts : {};
  return new Set(Object.keys(scripts ?? {}));
}

export const BEGIN = '<!-- commands:begin -->';
export const END = '<!-- commands:end -->';

/**
 * The specification's tables are those made from the definitions.
 * @param generated Markdown of lib/protocol/document.ts
 * @param commands names of all commands
 */
export function specification(generated: string, commands: readonly string[]): Rule {
  return {
    name: 'lib/protocol/README.md documents exactly the commands there are',
    check: (tree) => {
      const text = tree.find(({ path }) => path === 'lib/protocol/README.md')?.text ?? '';
      const [, after] = text.split(BEGIN);
      const [between] = after?.split(END) ?? [];
      if (after === undefined || between === undefined || !after.includes(END)) {
        return [`lib/protocol/README.md lacks the markers ${BEGIN} and ${END}`];
      }
      const listed = [...between.matchAll(/^#### `([^`]+)`/gm)].map(([, name = '']) => name);
      const violations = [
        ...commands
          .filter((name) => !listed.includes(name))
          .map((name) => `lib/protocol/README.md lacks ${name}`),
        ...listed
          .filter((name) => !commands.includes(name))
          .map((name) => `lib/protocol/README.md invents ${name}`),
      ];
      if (between.trim() !== generated.trim()) {
        violations.push(
          'lib/protocol/README.md differs from the definitions between its markers: run `npm run spec`',
        );
      }
      return violations;
    },
  };
}
