import { findOperator, type NetworkFile, type NetworkOperator } from '../../lib/protocol/network.ts';
import { allSubjects } from '../subjects.ts';
import { atLeast, type NatsVersion } from './binary.ts';
import { inboxPrefix, WATCH } from './keys.ts';
import { allowedSubjects } from './rules.ts';

export interface NatsSettings {
  /** Operator whose nats-server this is; listed in the network file. */
  operator: string;
  network: NetworkFile;
  /** Public NKeys of the operator's own processes. */
  own: { store: string; wire: string; watch: string };
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
  };
}

/**
 * The configuration file of an operator's nats-server (DESIGN 1): STORE for the operator's own processes alone, with
 * JetStream; WIRE, where they serve and partners ask. Rules are lists of what is allowed: what is not named is refused.
 */
export function natsConfiguration(settings: NatsSettings): string {
  const host = findOperator(settings.network, settings.operator);
  if (host === null) throw new RangeError(`the network file has no operator ${settings.operator}`);
  const partners = settings.network.operators.filter((one) => allowedSubjects(host, one).length > 0);
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
      // a machine under load may take longer than the usual second or two to sign the nonce
      authorization: { timeout: 20 },
      accounts: {
        STORE: { jetstream: 'enabled', users: [{ nkey: settings.own.store }] },
        WIRE: {
          users: [
            serving(settings, partners),
            watching(settings),
            ...partners.map((one) => asking(host, one)),
          ],
        },
      },
    },
    null,
    2,
  )}\n`;
}

/**
 * The operator's own servers: they take questions, and answer into partners' inboxes and nowhere else. (With
 * `allow_responses` a question could name another service as the place of its answer, and have us speak to it.)
 */
function serving(settings: NatsSettings, partners: NetworkOperator[]): User {
  const inboxes = [...partners.map((one) => one.id), WATCH].map((name) => `${inboxPrefix(name)}.>`);
  return {
    nkey: settings.own.wire,
    permissions: {
      publish: { allow: inboxes },
      subscribe: { allow: [allSubjects(settings.operator), '$SRV.>'] },
    },
  };
}

/** The operator itself, looking which of its services run and how they fare (ADR-32). */
function watching(settings: NatsSettings): User {
  return {
    nkey: settings.own.watch,
    permissions: { publish: { allow: ['$SRV.>'] }, subscribe: { allow: [`${inboxPrefix(WATCH)}.>`] } },
  };
}

/** A partner (the operator's own asking processes are one): the services it needs by full name, and its own inboxes. */
function asking(host: NetworkOperator, partner: NetworkOperator): User {
  return {
    nkey: partner.wire,
    permissions: {
      publish: { allow: allowedSubjects(host, partner) },
      subscribe: { allow: [`${inboxPrefix(partner.id)}.>`] },
    },
  };
}
