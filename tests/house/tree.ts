import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the project. `path` is below the root, with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export type Tree = readonly SourceFile[];

/** A rule of the house: looks at a tree, gives one sentence per violation, each saying what to do instead. */
export interface Rule {
  readonly name: string;
  readonly check: (tree: Tree) => string[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const PICTURES = /\.(png|jpe?g|gif|webp|ico|woff2?|bin|gz)$/;

/** The project as git sees it: tracked files and new ones that are not ignored; pictures without a text. */
export function readTree(): Tree {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return [...new Set(listed.split('\0'))]
    .filter((path) => path !== '' && existsSync(join(root, path)) && statSync(join(root, path)).isFile())
    .map((path) => ({ path, text: PICTURES.test(path) ? '' : readFileSync(join(root, path), 'utf8') }));
}

/** Code of the product itself: lib, servers and the extension's entry points. */
export function productCode(tree: Tree): Tree {
  return tree.filter(({ path }) => /^(lib|servers|entrypoints)\/.*\.(ts|svelte)$/.test(path));
}

/** All code, tests and start scripts included. */
export function allCode(tree: Tree): Tree {
  return tree.filter(({ path }) => /\.(ts|mjs|svelte)$/.test(path));
}
