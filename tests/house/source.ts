import ts from 'typescript';
import type { SourceFile } from './tree.ts';

const parsed = new WeakMap<SourceFile, ts.SourceFile>();

/** The syntax tree of a TypeScript or JavaScript file, parsed once. */
export function parse(file: SourceFile): ts.SourceFile {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const text = file.path.endsWith('.svelte') ? scriptsOf(file.text) : file.text;
  const fresh = ts.createSourceFile(file.path, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);
  parsed.set(file, fresh);
  return fresh;
}

/** The scripts of a component, at the lines they stand in. */
function scriptsOf(text: string): string {
  let inside = false;
  return text
    .split('\n')
    .map((line) => {
      if (/<\/script>/.test(line)) inside = false;
      const kept = inside ? line : '';
      if (/<script\b[^>]*>\s*$/.test(line)) inside = true;
      return kept;
    })
    .join('\n');
}

/** `path:line` of a node, for messages. */
export function place(file: SourceFile, node: ts.Node): string {
  const source = parse(file);
  return `${file.path}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
}

/** Calls `visit` for a node and all below it, except below those where `visit` gives false. */
export function walk(node: ts.Node, visit: (node: ts.Node) => boolean | undefined): void {
  if (visit(node) === false) return;
  ts.forEachChild(node, (child) => walk(child, visit));
}
