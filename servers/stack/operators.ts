import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import type { NetworkOperator, SignedNetwork } from '../../lib/protocol/network.ts';
import { exists } from '../exists.ts';
import { makeKeys, type OperatorKeys, readKeys, writeKeys } from '../keysfile.ts';
import { ownPublicKeys } from '../nats/keys.ts';
import { type NatsProcess, startNats } from '../nats/process.ts';
import { operatorEntry } from '../operatorentry.ts';
import { freePort } from '../ports.ts';
import type { StackOptions } from './options.ts';
import type { OperatorPlan } from './plan.ts';

/** An operator with its folder, its keys, and the port of its door (null where it runs no entry). */
export interface Prepared {
  plan: OperatorPlan;
  dataDir: string;
  keys: OperatorKeys;
  doorPort: number | null;
}

/** Makes an operator's folder and keys where they are not there; its door keeps the port it had, where that is free. */
export async function prepare(
  options: StackOptions,
  plan: OperatorPlan,
  before: SignedNetwork | null,
): Promise<Prepared> {
  const dataDir = join(options.dataDir, plan.id);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'keys.json');
  if (!(await exists(file))) await writeKeys(file, makeKeys(p.random, plan.roles, plan.roles.includes('id')));
  const keys = await readKeys(file);
  const door = before?.file.operators.find((one) => one.id === plan.id)?.door;
  const wanted = door === undefined ? 0 : Number(new URL(door).port);
  const host = options.public === undefined ? '127.0.0.1' : '0.0.0.0';
  return {
    plan,
    dataDir,
    keys,
    doorPort: plan.roles.includes('entry') ? await freePort(wanted, host) : null,
  };
}

/** The operator in the network file, with its nats-server at `nats(id)`. */
export function entryOf(
  options: StackOptions,
  { plan, keys, doorPort }: Prepared,
  nats: (id: string) => string,
): NetworkOperator {
  const origin = options.public === undefined ? 'http://127.0.0.1' : `https://${options.public.host}`;
  const door = doorPort === null ? {} : { door: `${origin}:${doorPort}` };
  return operatorEntry(p, { id: plan.id, name: plan.name, nats: nats(plan.id), ...door }, keys);
}

/** Starts an operator's nats-server, on the port it had (`known`: URLs by operator) where that is free. */
export async function startNatsOf(
  options: StackOptions,
  { plan, dataDir, keys }: Prepared,
  draft: SignedNetwork,
  known: Map<string, string>,
): Promise<NatsProcess> {
  const wanted = Number(new URL(known.get(plan.id) ?? 'nats://127.0.0.1:0').port);
  const server = await startNats({
    operator: plan.id,
    network: draft.file,
    own: ownPublicKeys(p, keys.operator),
    dataDir: join(dataDir, 'nats'),
    ...(options.onEnd === undefined ? {} : { onEnd: options.onEnd }),
    port: (await freePort(wanted)) || -1,
    ...(plan.maxStoreBytes === undefined ? {} : { maxStoreBytes: plan.maxStoreBytes }),
  });
  return server;
}
