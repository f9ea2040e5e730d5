import { ristretto } from '../crypto/ristretto.ts';
import { clientPrimitives } from '../crypto/xchacha.ts';
import type { Db } from '../db/schema.ts';
import type { Carrier } from '../route/carrier.ts';
import { type Passed, Route } from '../route/route.ts';
import { routeStorage } from './network.ts';
import { makeService, type Peers, type Pictures, type Service } from './service.ts';

/** What the surroundings give a local service. */
export interface Surroundings {
  db: Db;
  carrier: Carrier;
  pictures: Pictures;
  peers?: Peers;
  /** Default: Date.now. */
  now?: () => number;
  /** Waits, between gentle reads; default: setTimeout. */
  sleep?: (ms: number) => Promise<void>;
  /** Hears which way each question went. */
  passed?: Passed;
}

/** Opens a local service on a database: an empty one, or one that was used before. Nothing runs until `startLoop`. */
export async function openService(surroundings: Surroundings): Promise<Service> {
  const { db, carrier, pictures, peers = null, now = Date.now, sleep, passed } = surroundings;
  const p = await clientPrimitives();
  const { random } = p;
  const parts = { primitives: p, carrier, storage: routeStorage(db), now, random };
  const chosen = { ...(sleep === undefined ? {} : { sleep }), ...(passed === undefined ? {} : { passed }) };
  const route = await Route.open({ ...parts, ...chosen });
  const group = await ristretto(1);
  return makeService({ p, group, db, route, peers, pictures, now, random, later });
}

function later(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
