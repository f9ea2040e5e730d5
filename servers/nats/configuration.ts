import type { NetworkFile } from '../../lib/protocol/network.ts';
import { allSubjects } from '../subjects.ts';
import { atLeast, type NatsVersion } from './binary.ts';
import { inboxPrefix, OWN } from './keys.ts';
import { allowedSubjects } from './rules.ts';

export interface NatsSettings {
  /** Operator whose nats-server this is; listed in the network file. */
  operator: string;
  network: NetworkFile;
  /** Public NKeys of the operator's own processes. */
  own: { store: string; wire: string };
  host: string;
  /** -1: any free one. */
  port: number;
  storeDir: string;
  pidFile: string;
  /** Bytes JetStream may take on disk; absent: what nats-server finds free. */
  maxStoreBytes?: number;
  /** PEM files; where absent partners connect without TLS, which is for loopback and private lines. */
  tls?: { cert: string; key: string };
  version: NatsVersion;
}

interface User {
  nkey: string;
  permissions: {
    publish: { allow: string[] };
    subscribe: { allow: string[] };
    allow_responses?: { max: number; expires: string };
  };
}

/**
 * The configuration file of an operator's nats-server (DESIGN 1): STORE for the operator's own processes alone, with
 * JetStream; WIRE, where they serve and partners ask. Rules are lists of what is allowed: what is not named is refused.
 */
export function natsConfiguration(settings: NatsSettings): string {
  // JSON is a form nats-server reads; `port: -1` and the rest keep their types
  return `${JSON.stringify(
    {
      server_name: settings.operator,
      host: settings.host,
      port: settings.port,
      pid_file: settings.pidFile,
      max_payload: 1_048_576,
      // a door of ours holds thousands of answers at most; who reads no further is cut off
      write_deadline: '10s',
      ...(settings.tls === undefined
        ? {}
        : { tls: { cert_file: settings.tls.cert, key_file: settings.tls.key } }),
      jetstream: {
        store_dir: settings.storeDir,
        max_memory_store: 64 * 1024 * 1024,
        ...(settings.maxStoreBytes === undefined ? {} : { max_file_store: settings.maxStoreBytes }),
        // older ones know no such setting and refuse to start with it (measured on 2.9.10)
        ...(atLeast(settings.version, 2, 10) ? { sync_interval: 'always' } : {}),
      },
      accounts: {
        STORE: { jetstream: 'enabled', users: [{ nkey: settings.own.store }] },
        WIRE: { users: [ownUserRules(settings), ...partners(settings)] },
      },
    },
    null,
    2,
  )}\n`;
}

function ownUserRules(settings: NatsSettings): User {
  const services = allSubjects(settings.operator);
  return {
    nkey: settings.own.wire,
    permissions: {
      publish: { allow: [services, '$SRV.>'] },
      subscribe: { allow: [services, '$SRV.>', `${inboxPrefix(OWN)}.>`] },
      // an answer goes where its question says, once
      allow_responses: { max: 1, expires: '2m' },
    },
  };
}

function partners(settings: NatsSettings): User[] {
  const host = settings.network.operators.find((one) => one.id === settings.operator);
  if (host === undefined) return [];
  return settings.network.operators.flatMap((partner) => {
    if (partner.id === host.id) return [];
    const allow = allowedSubjects(host, partner);
    if (allow.length === 0) return [];
    const inboxes = [`${inboxPrefix(partner.id)}.>`];
    return [{ nkey: partner.wire, permissions: { publish: { allow }, subscribe: { allow: inboxes } } }];
  });
}
