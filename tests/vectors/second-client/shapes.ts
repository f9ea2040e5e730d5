// The structures of the wire. Those of section 11 are read from the document; the others stand here as its text has them.
import type { Bytes } from './bytes.ts';
import { shapeOf } from './document.ts';

export interface Known {
  rev: number;
  root: Bytes;
}

export interface Standing extends Known {
  sig: Bytes;
}

export interface Proof {
  key: Bytes;
  sig: Bytes;
}

export interface Outside {
  number: Bytes;
  rev: number;
  gen: number;
  lane: number;
  chunks: number;
  sealed: Bytes;
}

export interface Entry extends Outside, Proof {}

export interface StoredEntry extends Entry {
  at: number;
  mod: number;
  gone?: { by: 'author' | 'owner' } & Proof;
}

export interface OwnersRecord {
  kind: string;
  number: number;
  previous: Bytes | null;
  owners: Bytes[];
  gen: number;
  salt: Bytes;
  quota: number;
  append: string;
  comments: boolean;
  keywords?: string[];
  old?: Bytes;
  origin?: { id: Bytes };
  moved?: Bytes;
  user?: Bytes;
  work?: number;
}

export interface SignedRecord {
  record: Bytes;
  by: Bytes;
  sig: Bytes;
}

export interface Opening {
  head: Bytes;
  device: Bytes;
  sig: Bytes;
  salt: Bytes;
  body: Bytes;
}

export interface DeviceCertificate {
  user: Bytes;
  device: Bytes;
  number: number;
  seed: number;
  day: number;
  sig: Bytes;
}

export interface LetterKey {
  device: Bytes;
  week: number;
  pk: Bytes;
  sig: Bytes;
}

export interface Card {
  account: Bytes;
  name: string;
  number: number;
  seed: number;
  devices: DeviceCertificate[];
  revoked: Bytes[];
  letterKeys: LetterKey[];
  mailbox?: { server: Bytes; drop: Bytes };
  about?: string;
}

export interface SignedCard {
  card: Bytes;
  by: Bytes;
  sig: Bytes;
}

export interface LogRoot {
  size: number;
  root: Bytes;
  minute: number;
  sig: Bytes;
}

export interface LogProof {
  index: number;
  path: Bytes[];
  root: LogRoot;
}

export interface Listing {
  card: SignedCard;
  salt: Bytes;
  proof: LogProof;
  over: { age: number; day: number };
}

export interface Epoch {
  epoch: number;
  pk: Bytes;
  salt: Bytes;
  proof: LogProof;
  users: { count: number; minute: number; sig: Bytes };
}

export interface Credential {
  epoch: number;
  nonce: Bytes;
  mac: Bytes;
  salt: Bytes;
}

export interface Word {
  user: Bytes;
  device: Bytes;
  sig: Bytes;
}

export interface Placed {
  at: number;
  standing: Standing;
}

export interface ReadAnswer {
  standing: Standing;
  upto: number;
  records: SignedRecord[];
  entries: StoredEntry[];
  reactions: StoredEntry[];
  deeds: Bytes;
  before?: number;
}

export const cards = shapeOf<Card>('Card');
export const openings = shapeOf<Opening>('Opening');
export const records = shapeOf<OwnersRecord>('OwnersRecord');
export const signedRecords = shapeOf<SignedRecord>('SignedRecord');
export const placed = shapeOf<Placed>('{ at uint, standing Standing }');
export const listings = shapeOf<Listing>('Listing');
