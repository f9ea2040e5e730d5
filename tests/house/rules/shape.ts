import ts from 'typescript';
import { parse, place, walk } from '../source.ts';
import { allCode, productCode, type Rule, type SourceFile } from '../tree.ts';

const LONGEST = 400;
const LONG = 200;
const LONG_SHARE = 0.1;
const MEDIAN = 80;

/** Small files alone prove nothing, but a file of 400 lines is never one idea. */
export const size: Rule = {
  name: `no file over ${LONGEST} lines, few over ${LONG}, median under ${MEDIAN}`,
  check: (tree) => {
    const tooLong = allCode(tree)
      .filter((file) => lines(file) > LONGEST)
      .map((file) => `${file.path} has ${lines(file)} lines: split it by ideas, each with a name`);
    const product = productCode(tree).toSorted((a, b) => lines(a) - lines(b));
    const middle = product[Math.floor(product.length / 2)];
    if (middle !== undefined && lines(middle) >= MEDIAN) {
      tooLong.push(
        `half of the product's files have ${lines(middle)} lines or more: split the files with several ideas`,
      );
    }
    const long = product.filter((file) => lines(file) > LONG);
    if (long.length > Math.max(1, product.length * LONG_SHARE)) {
      const list = long.map((file) => `${file.path} (${lines(file)})`).join(', ');
      tooLong.push(
        `${long.length} of ${product.length} files are over ${LONG} lines, at most a tenth may: ${list}`,
      );
    }
    return tooLong;
  },
};

function lines({ text }: SourceFile): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** Importing a file starts nothing: whoever wants something done calls a function. */
export const sideEffects: Rule = {
  name: 'nothing happens at import',
  check: (tree) =>
    productCode(tree)
      .filter(({ path }) => !/(^|\/)(main|cli|child|host)\.ts$|\.svelte$|\.svelte\.ts$/.test(path))
      .flatMap((file) => [...acts(file), ...awaits(file)])
      .map((at) => `${at}: put it into a function and let a process’s main.ts, child.ts or cli.ts call that`),
};

const DECLARES = [
  ts.isImportDeclaration,
  ts.isExportDeclaration,
  ts.isExportAssignment,
  ts.isFunctionDeclaration,
  ts.isClassDeclaration,
  ts.isInterfaceDeclaration,
  ts.isTypeAliasDeclaration,
  ts.isVariableStatement,
  ts.isModuleDeclaration,
  ts.isEmptyStatement,
];

function acts(file: SourceFile): string[] {
  return parse(file)
    .statements.filter(
      (one) =>
        !DECLARES.some((is) => is(one)) || (ts.isImportDeclaration(one) && one.importClause === undefined),
    )
    .map((one) => `${place(file, one)} acts when the file is imported`);
}

const STARTS = /^(setTimeout|setInterval|fetch|queueMicrotask|readFileSync|spawn|execFileSync)$/;

function awaits(file: SourceFile): string[] {
  const found: string[] = [];
  walk(parse(file), (node) => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
    if (ts.isAwaitExpression(node)) found.push(`${place(file, node)} awaits when the file is imported`);
    if (ts.isCallExpression(node) && STARTS.test(node.expression.getText())) {
      found.push(`${place(file, node)} calls ${node.expression.getText()} when the file is imported`);
    }
    return undefined;
  });
  return found;
}

/** What goes in and comes out is said where it is defined. */
export const docComments: Rule = {
  name: 'exported functions of lib have a doc comment',
  check: (tree) =>
    productCode(tree)
      .filter(({ path }) => /^lib\/.*\.ts$/.test(path))
      .flatMap(undocumented)
      .map(
        (at) => `${at}: say above it what goes in and comes out (units, encodings), when null, which errors`,
      ),
};

// One comment may speak for a group without blank lines (sealing and opening) and for all overloads.
function undocumented(file: SourceFile): string[] {
  const documented = new Set<string>();
  let before = false;
  return parse(file).statements.flatMap((one) => {
    const apart = /\n\s*\n/.test(one.getFullText().slice(0, one.getLeadingTriviaWidth()));
    const name = ts.isFunctionDeclaration(one) ? (one.name?.text ?? '') : '';
    before = ts.getJSDocCommentsAndTags(one).length > 0 || (before && !apart) || documented.has(name);
    if (before && name !== '') documented.add(name);
    return before || !isExported(one) || !definesFunction(one) ? [] : [place(file, one)];
  });
}

function isExported(node: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(node) &&
    !!ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword)
  );
}

function definesFunction(node: ts.Statement): boolean {
  if (ts.isFunctionDeclaration(node)) return true;
  return (
    ts.isVariableStatement(node) &&
    node.declarationList.declarations.some(
      ({ initializer }) =>
        initializer !== undefined &&
        (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)),
    )
  );
}
