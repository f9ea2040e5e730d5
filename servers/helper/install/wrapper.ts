import { fileURLToPath } from 'node:url';
import type { Home } from '../home.ts';

const HOST = fileURLToPath(new URL('../host/main.ts', import.meta.url));

/**
 * The script browsers start. Everything in it is absolute: a browser has neither the user's PATH nor this folder, and an
 * older Node on the PATH could not run the host.
 */
export function wrapperFor(home: Home, node: string): string {
  const command = [node, '--max-semi-space-size=1', HOST, '--home', home.folder].map(quote).join(' ');
  return `#!/bin/sh\nNODE_COMPILE_CACHE=${quote(home.cache)} exec ${command} "$@"\n`;
}

/** The absolute paths a wrapper names, node first; none where the text is no wrapper. */
export function pathsIn(wrapper: string): { node: string; script: string } | null {
  const words = [...wrapper.matchAll(/'((?:[^']|'\\'')*)'/g)].map(([, word = '']) =>
    word.replaceAll("'\\''", "'"),
  );
  const [, node, , script] = words;
  return node === undefined || script === undefined ? null : { node, script };
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
