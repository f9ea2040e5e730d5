import { importGraph } from '../imports.ts';
import { productCode, type Rule, type Tree } from '../tree.ts';

interface Layer {
  readonly of: RegExp;
  /** What it may import besides itself. */
  readonly may: RegExp;
  readonly instead: string;
}

const GROUND = '^lib/(bytes\\.ts|protocol/';

/** The first layer whose `of` fits a path is the path's; a path of lib or servers without one is a violation. */
const LAYERS: readonly Layer[] = [
  { of: /^lib\/bytes\.ts$/, may: /^$/, instead: 'bytes is the floor: it imports nothing of ours' },
  { of: /^lib\/webext\.ts$/, may: /^$/, instead: 'webext only wraps the browser' },
  {
    of: /^lib\/protocol\//,
    may: /^lib\/bytes\.ts$/,
    instead: 'the wire imports bytes only; move what needs more up',
  },
  { of: /^lib\/crypto\//, may: down(), instead: 'crypto knows the wire and bytes; pass in what it needs' },
  {
    of: /^lib\/db\//,
    may: down(),
    instead: 'the database stores what actions give it; seal and open in actions',
  },
  { of: /^lib\/native\//, may: down(), instead: 'native carries bytes; let an action decide' },
  { of: /^lib\/messages\//, may: down(), instead: 'messages are shapes; let an action decide' },
  { of: /^lib\/site\//, may: /^$/, instead: 'knowledge of pages is data; it imports nothing of ours' },
  {
    of: /^lib\/route\//,
    may: down('crypto/'),
    instead: 'the route carries sealed bytes; what it must remember is passed in and given back',
  },
  {
    of: /^lib\/actions\//,
    may: down('crypto/', 'db/', 'native/', 'messages/', 'route/'),
    instead: 'actions stand on messages, native, db, crypto, protocol; what draws or serves calls them',
  },
  { of: /^lib\/migration\//, may: down('db/'), instead: 'migration turns an archive into database rows' },
  {
    of: /^lib\/ui\//,
    may: down('db/', 'messages/', 'webext\\.ts'),
    instead: 'screens read the database and send messages',
  },
  {
    of: /^entrypoints\/background\//,
    may: down('crypto/', 'db/', 'native/', 'messages/', 'route/', 'actions/', 'webext\\.ts'),
    instead: 'the background answers messages with actions; what is drawn is not its business',
  },
  {
    of: /^entrypoints\/facebook\.content\//,
    may: down('messages/', 'site/', 'webext\\.ts'),
    instead: 'the content script knows places: site, messages and the browser are all it gets',
  },
  ...['frame', 'home', 'popup', 'confirm'].map((name) => ({
    of: new RegExp(`^entrypoints/${name}/`),
    may: down('db/', 'messages/', 'ui/', 'webext\\.ts'),
    instead: 'a page of the extension draws what lib/ui has; no entry point imports another',
  })),
  {
    of: /^servers\/(demo|browser)\//,
    may: /^(lib\/(bytes\.ts|protocol\/|native\/)|servers\/)/,
    instead: 'the demo drives browsers as a user does',
  },
  {
    of: /^servers\/replica\//,
    may: /^servers\/[^/]+\.ts$/,
    instead: 'the replica is Facebook: it knows nothing of Peerwall',
  },
  {
    of: /^servers\/helper\//,
    may: /^(lib\/(bytes\.ts|protocol\/|native\/)|servers\/[^/]+\.ts$)/,
    instead: 'the helper carries sealed bytes: protocol, bytes and native are all it gets',
  },
  role('anonymizer'),
  role('content'),
  role('id'),
  role('ads'),
  {
    of: /^servers\//,
    may: /^(lib\/(bytes\.ts|protocol\/|crypto\/)|servers\/)/,
    instead: 'servers stand on protocol, crypto and bytes; the database and actions are the user’s',
  },
];

function down(...more: string[]): RegExp {
  return new RegExp(`${GROUND}${more.map((folder) => `|${folder}`).join('')})`);
}

function role(name: string): Layer {
  return {
    of: new RegExp(`^servers/${name}/`),
    may: /^(lib\/(bytes\.ts|protocol\/|crypto\/)|servers\/[^/]+\.ts$|servers\/(bus|nats)\/)/,
    instead: `one folder is one process: what ${name} shares with another role stands in servers/ itself`,
  };
}

/** Imports point down only (actions -> messages, native, db, crypto -> protocol -> bytes; servers beside). */
export const direction: Rule = {
  name: 'imports point down only',
  check: (tree) => {
    const code = productCode(tree);
    return [...importGraph(code)].flatMap(([path, targets]) => {
      const layer = LAYERS.find(({ of }) => of.test(path));
      if (layer === undefined)
        return [`${path}: no layer is known for it; place it in a folder of ARCHITECTURE.md`];
      return targets
        .filter((target) => !layer.of.test(target) && !layer.may.test(target))
        .map((target) => `${path} imports ${target}: ${layer.instead}`);
    });
  },
};

const SECRETS: readonly { from: RegExp; never: RegExp; why: string }[] = [
  {
    from: /^entrypoints\/facebook\.content\//,
    never: /^lib\/(crypto|db|actions|route|native|ui)\//,
    why: 'the content script lives in a hostile page: it has places, never words or keys',
  },
  {
    from: /^(entrypoints\/(frame|home|popup|confirm)|lib\/ui)\//,
    never: /^lib\/(crypto|actions|route|native)\//,
    why: 'screens read the database and ask the background; keys stay there',
  },
  {
    from: /^servers\/helper\//,
    never: /^lib\/(crypto|db|actions|route|messages)\//,
    why: 'the helper has sealed bytes alone',
  },
  {
    from: /^servers\//,
    never: /^lib\/crypto\/(identity|phrase|item|entry|chunk|letter|vault|xchacha)\.ts$/,
    why: 'no server has even the code that opens a user’s things; what it may check is in outside, record, rights, card',
  },
  {
    from: /^servers\/(anonymizer|helper)\//,
    never: /^lib\/crypto\/(author|outside|record|rights|credential)\.ts$/,
    why: 'who carries sealed bytes knows of no items; split the file it needs',
  },
];

/** What a server must never be able to do is not even loaded by it, however many steps away. */
export const reach: Rule = {
  name: 'nobody loads the code of secrets that are not their own',
  check: (tree) => {
    const graph = importGraph(productCode(tree));
    return SECRETS.flatMap(({ from, never, why }) =>
      [...graph.keys()].flatMap((path) => {
        const way = from.test(path) ? wayTo(graph, path, never) : undefined;
        return way === undefined ? [] : [`${way.join(' -> ')}: ${why}`];
      }),
    );
  },
};

function wayTo(graph: Map<string, string[]>, start: string, goal: RegExp): string[] | undefined {
  const seen = new Set([start]);
  const ways = [[start]];
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (goal.test(next)) return [...way, next];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}

/** No file imports itself over others, types included. */
export const cycles: Rule = {
  name: 'no import cycles',
  check: (tree) => cyclesIn(importGraph(allImporting(tree))),
};

function allImporting(tree: Tree): Tree {
  return tree.filter(({ path }) => /\.(ts|mjs|svelte)$/.test(path));
}

function cyclesIn(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) {
      const ring = [...way.slice(way.indexOf(path)), path].join(' -> ');
      found.push(`${ring}: put what they share into a leaf file that both import`);
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
