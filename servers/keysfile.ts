import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { fromHex, hex } from '../lib/bytes.ts';
import { ROLES, type Role } from '../lib/protocol/network.ts';

const seed = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.transform(fromHex));
const schema = v.strictObject({
  operator: seed,
  servers: v.partial(v.strictObject(v.entriesFromList(ROLES, seed))),
  authority: v.exactOptional(seed),
});

/** The seeds (32 bytes each) of an operator, its servers, and, at the authority's, the network's authority. */
export interface OperatorKeys {
  operator: Uint8Array;
  servers: Partial<Record<Role, Uint8Array>>;
  authority?: Uint8Array;
}

/** A keys file that cannot be used; the message says which and why, never what is in it. */
export class KeysFileError extends Error {
  override name = 'KeysFileError';
}

/** Reads an operator's keys (JSON, seeds as hex). Throws KeysFileError. */
export async function readKeys(file: string): Promise<OperatorKeys> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new KeysFileError(`${file}: cannot be read as JSON`);
  }
  const result = v.safeParse(schema, json);
  if (!result.success)
    throw new KeysFileError(
      `${file}: not a keys file: ${v.getDotPath(result.issues[0]) ?? 'the whole'} is wrong`,
    );
  const { operator, servers, authority } = result.output;
  const known = Object.entries(servers).filter(([, value]) => value !== undefined);
  return { operator, servers: Object.fromEntries(known), ...(authority === undefined ? {} : { authority }) };
}

/** Fresh keys for an operator with these roles; `authority`: also the network's. */
export function makeKeys(random: (n: number) => Uint8Array, roles: Role[], authority: boolean): OperatorKeys {
  return {
    operator: random(32),
    servers: Object.fromEntries(roles.map((role) => [role, random(32)])),
    ...(authority ? { authority: random(32) } : {}),
  };
}

/** Writes a keys file only its owner may read. Throws KeysFileError where there is one: keys are never overwritten. */
export async function writeKeys(file: string, keys: OperatorKeys): Promise<void> {
  const servers = Object.entries(keys.servers).map(([role, value]) => [role, hex(value)]);
  const json = {
    operator: hex(keys.operator),
    servers: Object.fromEntries(servers),
    ...(keys.authority === undefined ? {} : { authority: hex(keys.authority) }),
  };
  try {
    await writeFile(file, `${JSON.stringify(json, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new KeysFileError(`${file}: is there already, or cannot be written`, { cause: error });
  }
}
