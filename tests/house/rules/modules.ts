import ts from 'typescript';
import { importsOf, packageOf } from '../imports.ts';
import { parse, place } from '../source.ts';
import { allCode, productCode, type Rule } from '../tree.ts';

/** Who imports a name says from which file; a file that only passes on hides it and breeds cycles. */
export const barrels: Rule = {
  name: 'no barrels',
  check: (tree) =>
    allCode(tree).flatMap((file) => {
      const statements = parse(file).statements;
      const passedOn = statements.filter((one) => ts.isExportDeclaration(one) && one.moduleSpecifier);
      const stars = passedOn
        .filter(
          (one) => ts.isExportDeclaration(one) && !(one.exportClause && ts.isNamedExports(one.exportClause)),
        )
        .map((one) => `${place(file, one)}: \`export *\`; import from the file that defines the name`);
      const only = passedOn.length > 0 && passedOn.length === statements.length;
      return only
        ? [...stars, `${file.path} only re-exports: delete it, import from where things are`]
        : stars;
    }),
};

const VAGUE = /(^|\/)(utils?|helpers|common|shared|misc)(\.[^/]*)?(\/|$)/i;

/** A name says what is in it; a drawer for everything ends with everything in it. */
export const names: Rule = {
  name: 'no file or folder named utils, helpers, common, shared or misc',
  check: (tree) =>
    tree
      .filter(({ path }) => VAGUE.test(path))
      .map(({ path }) => `${path}: name it after the one idea in it, or move each part to its user`),
};

const HOMES: readonly { is: (name: string) => boolean; home: RegExp; instead: string }[] = [
  {
    is: (name) => name === 'nats' || name.startsWith('@nats-io/'),
    home: /^servers\/bus(\.ts|\/)/,
    instead: 'the bus is the only importer of nats; add what you need to servers/bus.ts',
  },
  { is: (name) => name === 'dexie', home: /^lib\/db\//, instead: 'write a query in lib/db and call that' },
  {
    is: (name) => name.startsWith('libsodium'),
    home: /^lib\/crypto\//,
    instead: 'add the primitive to lib/crypto and call that',
  },
  {
    is: (name) => name.startsWith('@noble/'),
    home: /^$/,
    instead: 'noble is the tests’ second opinion; the product uses lib/crypto',
  },
  {
    is: (name) => ['vitest', 'fast-check', 'typescript'].includes(name),
    home: /^$/,
    instead: 'development tools stay in tests',
  },
  { is: (name) => name === 'fake-indexeddb', home: /^$/, instead: 'pass a database in' },
  {
    is: (name) => name === 'webextension-polyfill',
    home: /^lib\/webext\.ts$/,
    instead: 'lib/webext.ts is the one file that knows the browser',
  },
  {
    is: (name) => name === 'svelte' || name.startsWith('@lucide/'),
    home: /^(lib\/ui|entrypoints)\//,
    instead: 'only what is drawn knows Svelte',
  },
  {
    is: (name) => name === 'libp2p' || /^@(libp2p|multiformats)\//.test(name) || name === 'undici',
    home: /^servers\/helper\//,
    instead: 'the helper is what talks to other machines',
  },
  {
    is: (name) => name === 'playwright-core',
    home: /^servers\/(browser|demo)\//,
    instead: 'browsers are driven by the demo and by tests',
  },
];

/** Each package that shapes the whole has one place that knows it. */
export const packages: Rule = {
  name: 'each package that shapes the whole has one home',
  check: (tree) =>
    productCode(tree).flatMap((file) =>
      importsOf(file).flatMap(({ specifier, target, place }) => {
        const home = HOMES.find(({ is }) => target === undefined && is(packageOf(specifier)));
        return home === undefined || home.home.test(file.path)
          ? []
          : [`${place} imports ${specifier}: ${home.instead}`];
      }),
    ),
};

/** Node runs the files as they are: it wants whole names, and the attribute for JSON, which tsc does not ask for. */
export const endings: Rule = {
  name: 'relative imports name an existing file, JSON with its attribute',
  check: (tree) => {
    const paths = new Set(tree.map(({ path }) => path));
    return allCode(tree).flatMap((file) =>
      importsOf(file).flatMap(({ specifier, target, json, place }) => {
        if (target === undefined) return [];
        if (!/\.(ts|mjs|json|svelte)$/.test(specifier)) {
          return [`${place} imports ${specifier}: write the ending, \`.ts\` for TypeScript`];
        }
        if (specifier.endsWith('.json') && !json) {
          return [`${place} imports ${specifier}: add \`with { type: 'json' }\``];
        }
        return paths.has(target) ? [] : [`${place} imports ${specifier}: there is no such file`];
      }),
    );
  },
};

/** The start scripts run before any package is installed, on any Node from 20 on. */
export const bootstrap: Rule = {
  name: 'bin imports nothing but node: and itself',
  check: (tree) =>
    tree
      .filter(({ path }) => /^bin\/.*\.mjs$/.test(path))
      .flatMap((file) =>
        importsOf(file)
          .filter(({ specifier, target }) => !specifier.startsWith('node:') && !target?.startsWith('bin/'))
          .map(
            ({ specifier, place }) =>
              `${place} imports ${specifier}: it may not be installed yet; do it after prepare()`,
          ),
      ),
};
