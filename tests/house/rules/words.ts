import ts from 'typescript';
import { parse, place, walk } from '../source.ts';
import { allCode, productCode, type Rule, type SourceFile, type Tree } from '../tree.ts';

// Patterns have a bracket in each word, so that this file is not its own violation.

const UNFINISHED = /\b(TO[D]O|FIX[M]E|X[X]X|[Ss]tu[b]|[Nn]ot imple[m]ented|[Pp]lacehol[d]er for)\b/;

/** Half a thing is not called a thing. */
export const unfinished: Rule = {
  name: 'nothing says of itself that it is unfinished',
  check: (tree) =>
    matches(tree.filter(ours), UNFINISHED, 'finish it, or leave it out and say so in CHANGELOG.md'),
};

/** A switched-off test passes for ever; one with `only` switches off the others. */
export const switchedOff: Rule = {
  name: 'no test is switched off',
  check: (tree) =>
    matches(
      tree.filter(({ path }) => /^tests\/.*\.test\.ts$/.test(path)),
      /\b(it|test|describe)\s*\.\s*(onl[y]|ski[p]|to[d]o|fail[s])\b/,
      'make it pass or delete it',
    ),
};

const LEAKS =
  /\/(wor[k]|far[m])\/|bash_job[s]|Co-Authored-B[y]|\bcl[a]ude|anthr[o]pic|\bopen[a]i\b|\bcopil[o]t\b|\bLL[M]\b|\bA[I] (agent|session|model|assistant)/i;

/** The project speaks of itself alone. */
export const leaks: Rule = {
  name: 'no word of the workplace it was written in',
  check: (tree) => matches(tree, LEAKS, 'speak of the project alone'),
};

/** A lock file with hosts in it installs only where those hosts are reachable. */
export const lockFile: Rule = {
  name: 'no registry hosts in package-lock.json and .npmrc',
  check: (tree) => [
    ...matches(
      only(tree, 'package-lock.json'),
      /"resolved"/,
      'npm install again; .npmrc leaves them out',
    ).slice(0, 1),
    ...matches(
      only(tree, '.npmrc'),
      /registry\s*=|_auth/,
      'hosts and tokens belong into the user’s own .npmrc',
    ),
  ],
};

/** What is written goes through pino, where a test looks for what must never be in it. */
export const logging: Rule = {
  name: 'no console in the product, except where a person reads it',
  check: (tree) =>
    productCode(tree)
      .filter(
        ({ path }) =>
          !/^servers\/(.*\/)?(main|cli|run)\.ts$|^servers\/(demo|commands)\/|^servers\/helper\/host\.ts$/.test(
            path,
          ),
      )
      .flatMap((file) => {
        const found: string[] = [];
        walk(parse(file), (node) => {
          if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'console') {
            found.push(`${place(file, node)} writes to the console: log through the pino logger passed in`);
          }
          return undefined;
        });
        return found;
      }),
};

/** A command's name is written once, in its definition; everybody else imports that. */
export function commandNames(commands: readonly string[]): Rule {
  return {
    name: 'command names are typed in lib/protocol/commands only',
    check: (tree) =>
      allCode(tree)
        .filter(({ path }) => /^(lib|servers)\//.test(path) && !path.startsWith('lib/protocol/commands/'))
        .flatMap((file) => {
          const found: string[] = [];
          walk(parse(file), (node) => {
            if (ts.isStringLiteralLike(node) && commands.includes(node.text)) {
              found.push(
                `${place(file, node)} types '${node.text}': import the command and use its \`name\``,
              );
            }
            return undefined;
          });
          return found;
        }),
  };
}

function ours({ path }: SourceFile): boolean {
  return /\.(ts|mjs|md|yaml|svelte)$/.test(path);
}

function only(tree: Tree, name: string): Tree {
  return tree.filter(({ path }) => path === name);
}

function matches(tree: Tree, pattern: RegExp, instead: string): string[] {
  return tree.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i) => {
      const found = pattern.exec(line);
      return found === null ? [] : [`${path}:${i + 1} has "${found[0]}": ${instead}`];
    }),
  );
}
