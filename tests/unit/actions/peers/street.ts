import { vi } from 'vitest';
import { acceptFriend } from '../../../../lib/actions/friends/accept.ts';
import { askFriend } from '../../../../lib/actions/friends/request.ts';
import { receivePeer } from '../../../../lib/actions/peers/receivepeer.ts';
import { usePeers } from '../../../../lib/actions/peers/usepeers.ts';
import type { Parcel, PeerFriend, Peers, Service } from '../../../../lib/actions/service.ts';
import { hex } from '../../../../lib/bytes.ts';
import { readRecord } from '../../../../lib/crypto/record.ts';
import type { SignedRecord } from '../../../../lib/protocol/item.ts';
import { seedOf } from '../../../network/operators.ts';
import { ContentServer } from '../items/contentserver.ts';
import { person, userOf } from '../local.ts';
import { openTown, settle, type Town } from '../town.ts';

/** Helpers that reach each other by address, in memory. One whose service is away keeps what comes. */
export class FakeHelper implements Peers {
  static readonly all = new Set<FakeHelper>();
  at: string[];
  /** Whether others reach it. */
  up = true;
  /** Where what comes goes; null: the browser is closed. */
  service: Service | null = null;
  inbox: Uint8Array[] = [];
  given: Parcel[] = [];
  patiences: number[] = [];
  forgotten: { log: string; upTo: number }[] = [];
  list: readonly PeerFriend[] = [];
  said = 0;
  /** What `deliver` waits for before it answers. */
  slow: Promise<void> | null = null;

  constructor(...at: string[]) {
    this.at = at;
    FakeHelper.all.add(this);
  }

  addresses(): readonly string[] {
    return this.at;
  }

  async deliver(parcel: Parcel, patience: number): Promise<boolean> {
    this.given.push(parcel);
    this.patiences.push(patience);
    await this.slow;
    const other = [...FakeHelper.all].find((one) => one.up && one.at.some((at) => parcel.to.includes(at)));
    if (other === undefined) return false;
    other.inbox.push(parcel.letter);
    await other.bring();
    return true;
  }

  /** Gives the service what is kept for it. */
  async bring(): Promise<void> {
    const { service } = this;
    if (service === null) return;
    for (const letter of this.inbox.splice(0)) await receivePeer(service, letter);
  }

  async forget(log: string, upTo: number): Promise<void> {
    this.forgotten.push({ log, upTo });
  }

  async friends(list: readonly PeerFriend[]): Promise<void> {
    this.list = list;
    this.said++;
  }
}

/** A town with threads, too: they lie at one content server of its own. */
export interface Street extends Town {
  threads: ContentServer;
}

export async function openStreet(): Promise<Street> {
  FakeHelper.all.clear();
  const town = await openTown();
  const threads = new ContentServer(seedOf('north content'));
  const south = new ContentServer(seedOf('south content'));
  const { handler } = town.world;
  const isThread = (args: Record<string, unknown>): boolean => {
    const record = args.record as SignedRecord | number | undefined;
    if (typeof record === 'object') return readRecord(record).kind === 'thread';
    const boxes = [...town.content.items.values()];
    const name = (args.drop ?? args.id) as Uint8Array;
    return !boxes.some(({ id, drop }) => [hex(id), hex(drop)].includes(hex(name)));
  };
  town.world.handler = (args, command, minute, name) => {
    if (command.startsWith('id.') || !isThread(args)) return handler(args, command, minute, name);
    return (name === 'north content' ? threads : south).answer(args, command);
  };
  return { ...town, threads };
}

/** Somebody registered, with a helper of their own. */
export async function withHelper(
  street: Street,
  name: string,
): Promise<{ service: Service; helper: FakeHelper }> {
  const service = await person(street.world, name);
  await settle(service);
  const helper = new FakeHelper(`/ip4/10.0.0.1/tcp/1/p2p/${name}`);
  await connect(service, helper);
  return { service, helper };
}

/** Connects a helper to a service: what comes to it goes there. */
export async function connect(service: Service, helper: FakeHelper): Promise<void> {
  helper.service = service;
  await usePeers(service, helper);
  await helper.bring();
}

/** Makes two people Friends and lets all their letters go. */
export async function befriend(street: Street, a: Service, b: Service): Promise<void> {
  await askFriend(a, { user: await userOf(b) });
  await calm(street, a, b);
  await acceptFriend(b, { user: await userOf(a), wallFrom: null });
  await calm(street, a, b);
}

/** Lets everybody do what there is to do, what helpers bring included; 20 seconds pass. */
export async function calm(street: Street, ...people: Service[]): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await settle(...people);
    for (const one of people) await handed(one);
    street.world.now += 5_000;
  }
  await settle(...people);
}

/** Waits until nothing given to the helper is without an answer. */
export async function handed(service: Service): Promise<void> {
  await vi.waitFor(() => {
    if (service.ways.underWay.size > 0) throw new Error('letters are under way');
  });
}

/** Letters that lie in somebody's Friends' mailbox. */
export async function inMailbox(street: Street, service: Service): Promise<number> {
  const box = await service.db.mailboxes.get('friends');
  return street.content.items.get(hex(box?.drop ?? new Uint8Array()))?.entries.size ?? 0;
}
