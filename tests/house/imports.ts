import { posix } from 'node:path';
import ts from 'typescript';
import { parse, place, walk } from './source.ts';
import type { SourceFile, Tree } from './tree.ts';

/** One import, export from or import() of a file. */
export interface Import {
  readonly specifier: string;
  /** `path:line` */
  readonly place: string;
  /** What a relative specifier means, as a path below the root; undefined for packages. */
  readonly target: string | undefined;
  /** Whether `with { type: 'json' }` stands there. */
  readonly json: boolean;
}

const known = new WeakMap<SourceFile, readonly Import[]>();

/** Everything a file imports, in order, types included. */
export function importsOf(file: SourceFile): readonly Import[] {
  const imports = known.get(file) ?? findImports(file);
  known.set(file, imports);
  return imports;
}

function findImports(file: SourceFile): Import[] {
  const found: Import[] = [];
  walk(parse(file), (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) {
      found.push({
        specifier,
        place: place(file, node),
        target: specifier.startsWith('.')
          ? posix.join(posix.dirname(file.path), specifier.replace(/\?.*$/, ''))
          : undefined,
        json: /\bwith\s*:?\s*\{\s*type:\s*['"]json['"]/.test(node.getText()),
      });
    }
    return undefined;
  });
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literal(node.argument.literal);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return literal(node.arguments[0]);
  }
  return undefined;
}

function literal(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** Name of the package of a bare specifier: `@noble/curves/ed25519.js` is of `@noble/curves`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** For each file the files of the tree that it imports. */
export function importGraph(tree: Tree): Map<string, string[]> {
  const paths = new Set(tree.map(({ path }) => path));
  return new Map(
    tree.map((file) => [
      file.path,
      importsOf(file).flatMap(({ target }) => (target !== undefined && paths.has(target) ? [target] : [])),
    ]),
  );
}
