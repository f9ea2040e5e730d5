// Section 5: the network file and the bundle of the day.
import { type Bytes, fromBase64url, hex, must } from './bytes.ts';
import { canonical } from './canonical.ts';
import { shapeOf } from './document.ts';
import { tagged, verify } from './frame.ts';

const DAY = 86_400_000;
const FIVE_MINUTES = 300_000;

export interface NetworkOperator {
  id: string;
  name: string;
  key: string;
  wire: string;
  nats: string;
  door?: string;
  servers: { role: string; key: string }[];
  relays: string[];
}

export interface NetworkFile {
  format: string;
  name: string;
  number: number;
  previous: string | null;
  issued: number;
  expires: number;
  authority: string;
  minimumAge: number;
  smallNetwork: number;
  signupBits: number;
  strangerBits: number;
  cells: string[];
  keywords: string[];
  promises: string;
  operators: NetworkOperator[];
}

export interface SignedNetwork {
  file: NetworkFile;
  signatures: { key: string; sig: string }[];
}

export interface ServerKey {
  server: string;
  day: number;
  pk: string;
  sig: string;
}

export interface SignedBundle {
  bundle: { day: number; network: SignedNetwork; keys: ServerKey[] };
  sig: string;
}

const OPERATOR =
  '{ id text, name text, key b64u(32), wire text(56), nats text, door? text, servers array of { role "id"|"ad"|"content"|"entry"|"exit", key b64u(32) }, relays array of text }';
const NETWORK = `{ file { format text, name text(1..64), number uint, previous text(64) or null, issued uint, expires uint, authority b64u(32), minimumAge uint, smallNetwork uint, signupBits uint, strangerBits uint, cells array(0..64) of text, keywords array(0..1024) of text, promises text(<=4000), operators array(1..256) of ${OPERATOR} }, signatures array of { key b64u(32), sig b64u(64) } }`;

const networks = shapeOf<SignedNetwork>(NETWORK);
const bundles = shapeOf<SignedBundle>(
  `{ bundle { day uint, network ${NETWORK}, keys array of { server b64u(32), day uint, pk b64u(1216), sig b64u(64) } }, sig b64u(64) }`,
);

export const networkHash = (file: object): Bytes => tagged('network file', canonical(file));
export const bundleHash = (bundle: object): Bytes => tagged('bundle', canonical(bundle));
export const networkId = (authority: string): Bytes => tagged('network', fromBase64url(authority));

/** 10 groups of 4 hex digits, of the authority of number 1. */
export function fingerprint(authority: string): string {
  return (hex(networkId(authority).slice(0, 20)).match(/.{4}/g) ?? []).join(' ');
}

/** A network file that may follow the one known (null: the first). `now` in ms. Refused. */
export function checkNetwork(value: unknown, known: SignedNetwork | null, now: number): SignedNetwork {
  const signed = networks.check(value);
  const { file } = signed;
  checkForm(file);
  must(isSignedBy(signed, file.authority), 'not signed by its authority');
  must(now < file.expires && file.issued <= now + DAY, 'expired, or of the future');
  if (known !== null) checkFollows(signed, known.file);
  return signed;
}

function checkFollows(signed: SignedNetwork, known: NetworkFile): void {
  const { file } = signed;
  must(file.number >= known.number, 'going back');
  if (file.number === known.number)
    must(hex(networkHash(file)) === hex(networkHash(known)), 'another file of this number');
  if (file.number === known.number + 1)
    must(file.previous === hex(networkHash(known)), 'of another forerunner');
  if (file.number > known.number + 1) must(file.authority === known.authority, 'a jump to another authority');
  must(isSignedBy(signed, known.authority), 'a new authority by itself');
}

function isSignedBy({ file, signatures }: SignedNetwork, authority: string): boolean {
  return signatures.some(
    ({ key, sig }) =>
      key === authority && verify(fromBase64url(key), fromBase64url(sig), 'network file', canonical(file)),
  );
}

function checkForm(file: NetworkFile): void {
  must(file.format === 'peerwall/network/1', 'another format');
  must(file.number >= 1 && (file.previous === null) === (file.number === 1), 'number and forerunner');
  must(file.previous === null || /^[0-9a-f]{64}$/.test(file.previous), 'no hash');
  must(file.expires > file.issued && file.expires - file.issued <= 14 * DAY, 'living too long');
  const servers = file.operators.flatMap((one) => one.servers);
  for (const list of [
    file.operators.map(({ id }) => id),
    file.operators.map(({ wire }) => wire),
    servers.map(({ key }) => key),
  ])
    must(new Set(list).size === list.length, 'twice the same');
  for (const role of ['id', 'ad'])
    must(servers.filter((one) => one.role === role).length === 1, `one ${role} server`);
  const [id] = file.operators.filter((one) => has(one, 'id'));
  must(id !== undefined && has(id, 'ad'), 'ID and ad server of one operator');
  for (const operator of file.operators) checkOperator(operator);
}

const has = (operator: NetworkOperator, role: string): boolean =>
  operator.servers.some((one) => one.role === role);

function checkOperator(operator: NetworkOperator): void {
  must(/^[a-z0-9-]{1,32}$/.test(operator.id) && /^U[A-Z2-7]{55}$/.test(operator.wire), 'an operator’s names');
  const roles = operator.servers.map(({ role }) => role);
  must(new Set(roles).size === roles.length, 'a role twice');
  must(/^(nats|tls):\/\/[^/@?#]+:\d+$/.test(operator.nats), 'a NATS address');
  must((operator.door !== undefined) === has(operator, 'entry'), 'a door exactly where there is an entry');
  if (operator.door !== undefined) must(isDoor(operator.door), 'a door');
}

function isDoor(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.pathname !== '/' || url.search || url.hash || url.username || url.password)
    return false;
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback);
}

/** A bundle of the day, of a network file that may follow the one known. `now` in ms. Refused. */
export function checkBundle(value: unknown, known: SignedNetwork | null, now: number): SignedBundle {
  const signed = bundles.check(value);
  const { bundle, sig } = signed;
  checkNetwork(bundle.network, known, now);
  const servers = bundle.network.file.operators.flatMap((one) => one.servers);
  const id = servers.find(({ role }) => role === 'id')?.key ?? '';
  must(
    verify(fromBase64url(id), fromBase64url(sig), 'bundle', canonical(bundle)),
    'not signed by the ID server',
  );
  must(
    now >= bundle.day * DAY - FIVE_MINUTES && now < (bundle.day + 1) * DAY + FIVE_MINUTES,
    'of another day',
  );
  let before = '';
  for (const key of bundle.keys) {
    must(
      servers.some((one) => one.key === key.server),
      'a key of no server',
    );
    must(key.day === bundle.day || key.day === bundle.day + 1, 'a key of another day');
    const place = `${key.server} ${key.day}`;
    must(before < place, 'keys not sorted');
    before = place;
    const [server, keySig] = [fromBase64url(key.server), fromBase64url(key.sig)];
    must(verify(server, keySig, 'server key', key.day, fromBase64url(key.pk)), 'a key not signed');
  }
  return signed;
}
