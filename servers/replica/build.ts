import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** The page's scripts and styles as one start of the server gives them out. */
export interface Build {
  /** Seeds the class names: other at every start, so that nothing can depend on them. */
  readonly seed: string;
  /** @returns a file's type and text, or undefined when there is none of this name */
  file(name: string): { readonly type: string; readonly text: string } | undefined;
}

const FOLDER = new URL('./page/', import.meta.url);

/** Reads `page/`, joins the style sheets into `page.css` and gives their classes names of this start. */
export function makeBuild(): Build {
  const seed = randomBytes(6).toString('hex');
  const names = readdirSync(FOLDER);
  const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');
  const sheets = names.filter((name) => name.endsWith('.css')).sort();
  const styles = sheets
    .map(read)
    .join('\n')
    .replace(/\.c-([a-z0-9-]+)/g, (_, name) => `.${className(seed, name)}`);
  const scripts = new Set(names.filter((name) => name.endsWith('.js')));
  return {
    seed,
    file(name) {
      if (name === 'page.css') return { type: 'text/css; charset=utf-8', text: styles };
      if (!scripts.has(name)) return undefined;
      return { type: 'text/javascript; charset=utf-8', text: read(name) };
    },
  };
}

/** The name a class of `page/*.css` has at this start; `page/classes.js` computes the same. */
export function className(seed: string, name: string): string {
  let hash = 0x811c9dc5;
  for (const letter of `${seed}.${name}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return `x${(hash + 2 ** 31).toString(36)}`;
}
