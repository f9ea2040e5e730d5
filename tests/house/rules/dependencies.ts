import { importsOf, packageOf } from '../imports.ts';
import { allCode, type Rule, type SourceFile, type Tree } from '../tree.ts';

// Used without an import: the Node everything runs on, and the tools of `npm run check`.
const TOOLS = new Set([
  'node',
  'typescript',
  '@biomejs/biome',
  '@types/node',
  '@types/webextension-polyfill',
  '@wxt-dev/module-svelte',
  'svelte-check',
  'vitest',
  'web-ext',
]);

// Bundled into the extension when it is built: nothing of them is looked for at a user's.
const BUILT_IN = new Set(['wxt']);

/** What is imported is in package.json, and what is in package.json is imported. */
export const dependencies: Rule = {
  name: 'package.json lists exactly the packages in use',
  check: (tree) => {
    const { product, development } = listed(tree);
    const used = new Map<string, SourceFile[]>();
    for (const file of allCode(tree)) {
      for (const { specifier, target } of importsOf(file)) {
        if (target !== undefined || specifier.startsWith('node:')) continue;
        const name = packageOf(specifier);
        used.set(name, [...(used.get(name) ?? []), file]);
      }
    }
    return [
      ...[...used].flatMap(([name, files]) => unlisted(name, files, product, development)),
      ...[...product, ...development]
        .filter((name) => !used.has(name) && !TOOLS.has(name))
        .map((name) => `package.json lists ${name}, which nothing imports: remove it`),
    ];
  },
};

function unlisted(
  name: string,
  files: SourceFile[],
  product: Set<string>,
  development: Set<string>,
): string[] {
  if (product.has(name)) return [];
  if (!development.has(name))
    return [`${files[0]?.path} imports ${name}: add it to package.json, exact version`];
  return files
    .filter(({ path }) => /^(lib|servers|entrypoints)\//.test(path))
    .filter(() => !BUILT_IN.has(name))
    .map(({ path }) => `${path} imports ${name}, a devDependency: what runs at a user’s is in dependencies`);
}

function listed(tree: Tree): { product: Set<string>; development: Set<string> } {
  const parsed: unknown = JSON.parse(tree.find(({ path }) => path === 'package.json')?.text ?? '{}');
  return { product: keys(parsed, 'dependencies'), development: keys(parsed, 'devDependencies') };
}

function keys(parsed: unknown, member: string): Set<string> {
  if (typeof parsed !== 'object' || parsed === null) return new Set();
  const found: unknown = new Map<string, unknown>(Object.entries(parsed)).get(member);
  return new Set(Object.keys(found ?? {}));
}
