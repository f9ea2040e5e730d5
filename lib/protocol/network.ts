import * as v from 'valibot';
import { fromBase64url } from '../bytes.ts';
import { MalformedError } from './errors.ts';

/** A network file lives for at most this long: 14 days in milliseconds. */
export const NETWORK_LIFETIME = 14 * 86_400_000;

/** What a server can be (wire 5). */
export const ROLES = ['id', 'ad', 'content', 'entry', 'exit'] as const;
export type Role = (typeof ROLES)[number];

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const line = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most), v.check(isText));
const b64u = (length: number) =>
  v.pipe(
    v.string(),
    v.check((text) => isBase64url(text, length)),
  );

/** A server of an operator: its role, and its id (its Ed25519 identity key, base64url). */
const server = v.strictObject({ role: v.picklist(ROLES), key: b64u(32) });

const operator = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/, 'expected a-z, 0-9 and -, at most 32')),
  name: line(64),
  key: b64u(32),
  wire: v.pipe(v.string(), v.regex(/^U[A-Z2-7]{55}$/, 'expected a NATS public user key')),
  nats: v.pipe(
    v.string(),
    v.maxLength(256),
    v.regex(/^(nats|tls):\/\/[^\s/?#@]+$/, 'expected nats://host:port or tls://host:port'),
  ),
  door: v.exactOptional(
    v.pipe(
      v.string(),
      v.maxLength(256),
      v.check(isDoor, 'expected an https URL without a path (http on loopback only)'),
    ),
  ),
  servers: v.pipe(v.array(server), v.maxLength(16)),
  relays: v.pipe(v.array(line(256)), v.maxLength(16)),
});

const networkFile = v.strictObject({
  format: v.literal('peerwall/network/1'),
  name: line(64),
  number: positive,
  previous: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  issued: count,
  expires: count,
  authority: b64u(32),
  minimumAge: count,
  smallNetwork: count,
  signupBits: v.pipe(count, v.maxValue(64)),
  strangerBits: v.pipe(count, v.maxValue(64)),
  cells: v.pipe(v.array(line(64)), v.maxLength(64)),
  keywords: v.pipe(v.array(line(64)), v.maxLength(1024)),
  promises: v.pipe(v.string(), v.maxLength(4000), v.check(isText)),
  operators: v.pipe(v.array(operator), v.minLength(1), v.maxLength(256)),
});

/** An operator as the network file lists it. */
export const networkOperator = operator;

/** What the signer of a network file decides; number, forerunner, dates and authority follow from signing. */
export const networkDraft = v.omit(networkFile, [
  'format',
  'number',
  'previous',
  'issued',
  'expires',
  'authority',
]);

const signature = v.strictObject({ key: b64u(32), sig: b64u(64) });
const signedNetwork = v.strictObject({
  file: networkFile,
  signatures: v.pipe(v.array(signature), v.minLength(1), v.maxLength(8)),
});

const keyPublication = v.strictObject({ server: b64u(32), day: count, pk: b64u(1216), sig: b64u(64) });
const signedBundle = v.strictObject({
  bundle: v.strictObject({
    day: count,
    network: signedNetwork,
    keys: v.pipe(v.array(keyPublication), v.maxLength(8192)),
  }),
  sig: b64u(64),
});

/** A company of the network and where it is reached. */
export type NetworkOperator = v.InferOutput<typeof operator>;
/** What the authority signs (wire 5); binary values are base64url text. */
export type NetworkFile = v.InferOutput<typeof networkFile>;
/** A network file before it is signed. */
export type NetworkDraft = v.InferOutput<typeof networkDraft>;
/** network.json. */
export type SignedNetwork = v.InferOutput<typeof signedNetwork>;
/** One server's X-Wing key of one day, signed by the server: pk and sig as base64url. */
export type KeyPublication = v.InferOutput<typeof keyPublication>;
/** The bundle of the day with the ID server's signature. */
export type SignedBundle = v.InferOutput<typeof signedBundle>;

/** Reads parsed JSON as a signed network file. Checks form and inner sense, no signature. Throws MalformedError. */
export function readSignedNetwork(json: unknown): SignedNetwork {
  const result = v.safeParse(signedNetwork, json);
  if (!result.success) throw new MalformedError(`network file: ${where(result.issues[0])}`);
  checkSense(result.output.file);
  return result.output;
}

/** Reads parsed JSON as a signed bundle: form, order of keys, network inside; no signature. Throws MalformedError. */
export function readSignedBundle(json: unknown): SignedBundle {
  const result = v.safeParse(signedBundle, json);
  if (!result.success) throw new MalformedError(`bundle: ${where(result.issues[0])}`);
  const { bundle } = result.output;
  checkSense(bundle.network.file);
  for (const [i, key] of bundle.keys.entries()) {
    const before = bundle.keys[i - 1];
    if (before !== undefined && !inOrder(before, key))
      throw new MalformedError('bundle: keys are not sorted');
    if (key.day !== bundle.day && key.day !== bundle.day + 1)
      throw new MalformedError('bundle: a key of another day');
  }
  return result.output;
}

/** The order of keys in a bundle: by server (code units of its base64url), then day; false for equals. */
export function inOrder(a: KeyPublication, b: KeyPublication): boolean {
  return a.server < b.server || (a.server === b.server && a.day < b.day);
}

/** The operator of a network with this id; null where there is none. */
export function findOperator(file: NetworkFile, id: string): NetworkOperator | null {
  return file.operators.find((one) => one.id === id) ?? null;
}

/** The operator and role of a server id (base64url); null where no operator lists it. */
export function findServer(file: NetworkFile, key: string): { operator: NetworkOperator; role: Role } | null {
  for (const one of file.operators) {
    const found = one.servers.find((candidate) => candidate.key === key);
    if (found !== undefined) return { operator: one, role: found.role };
  }
  return null;
}

/** All servers of a role, with their operators, in the file's order. */
export function serversOf(file: NetworkFile, role: Role): { operator: NetworkOperator; key: string }[] {
  return file.operators.flatMap((one) =>
    one.servers.filter((entry) => entry.role === role).map((entry) => ({ operator: one, key: entry.key })),
  );
}

function checkSense(file: NetworkFile): void {
  if (file.expires <= file.issued || file.expires - file.issued > NETWORK_LIFETIME)
    throw new MalformedError('network file: it must expire within 14 days of its issue');
  if ((file.previous === null) !== (file.number === 1))
    throw new MalformedError('network file: number 1 has no forerunner, every other has one');
  refuseDoubles(
    'operator',
    file.operators.map((one) => one.id),
  );
  refuseDoubles(
    'NATS key',
    file.operators.map((one) => one.wire),
  );
  refuseDoubles(
    'server key',
    file.operators.flatMap((one) => one.servers.map((entry) => entry.key)),
  );
  for (const one of file.operators) {
    refuseDoubles(
      `role of ${one.id}`,
      one.servers.map((entry) => entry.role),
    );
    if ((one.door !== undefined) !== one.servers.some((entry) => entry.role === 'entry'))
      throw new MalformedError(`network file: ${one.id} needs a door exactly where it runs an entry`);
  }
  const [id, ad] = [serversOf(file, 'id'), serversOf(file, 'ad')];
  if (id.length !== 1 || ad.length !== 1 || id[0]?.operator.id !== ad[0]?.operator.id)
    throw new MalformedError('network file: exactly one operator runs the ID server and the ad server');
}

function refuseDoubles(what: string, values: string[]): void {
  const double = values.find((value, i) => values.indexOf(value) !== i);
  if (double !== undefined) throw new MalformedError(`network file: ${what} ${double} stands twice`);
}

function isText(text: string): boolean {
  return text.isWellFormed();
}

function isBase64url(text: string, length: number): boolean {
  try {
    return fromBase64url(text).length === length;
  } catch {
    return false;
  }
}

// Doors speak TLS; plain HTTP is for the network on one's own machine.
function isDoor(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const loopback = url.hostname === '127.0.0.1' || url.hostname === '[::1]' || url.hostname === 'localhost';
  const bare =
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === '' &&
    url.pathname === '/';
  return bare && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback));
}

function where(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? 'not of its form' : `${path} is not of its form`;
}
