import { Dexie, type DexieOptions, type Table } from 'dexie';
import { type DeedRow, deedStores } from './deeds.ts';
import { readFailure } from './full.ts';
import {
  type BatchRow,
  type CredentialRow,
  type EpochRow,
  identityStores,
  type KeyRow,
  type PaidRow,
  type ProfileRow,
} from './identity.ts';
import {
  type AuthorRow,
  type BlobRow,
  type EntryRow,
  type ItemRow,
  itemStores,
  itemStores2,
} from './items.ts';
import {
  type EventRow,
  type LetterInRow,
  type LetterOutRow,
  type LogInRow,
  type LogOutRow,
  letterStores,
} from './letters.ts';
import {
  type ActivityRow,
  type FeedRow,
  listStores,
  listStores2,
  type MessageRow,
  type NotificationRow,
  type PlainRow,
  type RequestRow,
  type WallRow,
} from './lists.ts';
import { type DeviceRow, type FriendRow, type MailboxRow, peopleStores } from './people.ts';
import { places } from './places.ts';
import { guardedBy, Room } from './room.ts';
import { type EvidenceRow, type IdLogRow, type SettingRow, trustStores, type WarningRow } from './trust.ts';
import { type VaultMarkRow, type VaultRow, vaultStores } from './vault.ts';

/** Every table, by version: a version once published is never changed, the next one is added. */
const VERSIONS = [
  {
    ...identityStores,
    ...peopleStores,
    ...letterStores,
    ...itemStores,
    ...listStores,
    ...deedStores,
    ...trustStores,
    ...vaultStores,
  },
  { ...itemStores2, ...listStores2 },
] as const;

/** A database that could not be opened is tried again by its first use after so many ms. */
const REST = 1_000;

/** The user's database: every list, every secret, everything that waits to be sent. */
export class Db extends Dexie {
  declare readonly profile: Table<ProfileRow, string>;
  declare readonly keys: Table<KeyRow, string>;
  declare readonly credentials: Table<CredentialRow, string>;
  declare readonly batches: Table<BatchRow, number>;
  declare readonly epochs: Table<EpochRow, number>;
  declare readonly paid: Table<PaidRow, [string, number]>;
  declare readonly friends: Table<FriendRow, string>;
  declare readonly devices: Table<DeviceRow, string>;
  declare readonly mailboxes: Table<MailboxRow, string>;
  declare readonly eventsOut: Table<EventRow, number>;
  declare readonly logsOut: Table<LogOutRow, string>;
  declare readonly lettersOut: Table<LetterOutRow, string>;
  declare readonly logsIn: Table<LogInRow, string>;
  declare readonly lettersIn: Table<LetterInRow, string>;
  declare readonly items: Table<ItemRow, string>;
  declare readonly entries: Table<EntryRow, string>;
  declare readonly blobs: Table<BlobRow, string>;
  declare readonly authors: Table<AuthorRow, string>;
  declare readonly groups: Table<PlainRow, string>;
  declare readonly ownedGroups: Table<PlainRow, string>;
  declare readonly pages: Table<PlainRow, string>;
  declare readonly likes: Table<PlainRow, string>;
  declare readonly albums: Table<PlainRow, string>;
  declare readonly notifications: Table<NotificationRow, string>;
  declare readonly inbox: Table<MessageRow, string>;
  declare readonly sent: Table<MessageRow, string>;
  declare readonly requests: Table<RequestRow, string>;
  declare readonly wall: Table<WallRow, string>;
  declare readonly activities: Table<ActivityRow, string>;
  declare readonly newsFeed: Table<FeedRow, string>;
  declare readonly deeds: Table<DeedRow, string>;
  declare readonly idLog: Table<IdLogRow, string>;
  declare readonly warnings: Table<WarningRow, string>;
  declare readonly evidence: Table<EvidenceRow, string>;
  declare readonly settings: Table<SettingRow, string>;
  declare readonly network: Table<SettingRow, string>;
  declare readonly vaults: Table<VaultRow, string>;
  declare readonly vaultMarks: Table<VaultMarkRow, string>;

  readonly room = new Room();

  constructor(name: string, options: DexieOptions) {
    super(name, options);
    for (const [i, stores] of VERSIONS.entries()) this.version(i + 1).stores(stores);
    this.use(places);
    this.use(guardedBy(this.room));
    // rows of before get their places by being written once more
    this.version(2).upgrade(async (change) => {
      for (const name of ['entries', 'notifications']) {
        const table = change.table(name);
        await table.bulkPut(await table.toArray());
      }
    });
  }

  /** A full disk keeps a database from being opened: Dexie would refuse it for ever after, this one is opened once it goes. */
  override open(): ReturnType<Dexie['open']> {
    const opening = super.open();
    const anew = () => this.hasFailed() && !this.hasBeenClosed() && this.close({ disableAutoOpen: false });
    opening.catch(() => void setTimeout(anew, REST));
    return opening;
  }

  /**
   * Runs a change over all tables as one: all of it happens or nothing does.
   * Inside, only the database may be awaited. Gives a native promise (a message's answer must be one). Throws FullError
   * where there is no room, and what `change` throws.
   */
  async atomically<T>(change: () => Promise<T>): Promise<T> {
    // Dexie follows awaits of async functions alone: a plain one that gives a promise leaves the transaction on the way.
    try {
      // within a transaction nothing but the database may be awaited
      const looking = Dexie.currentTransaction ? null : this.room.look();
      if (looking !== null) await looking;
      return await this.transaction('rw', this.tables, async () => await change());
    } catch (error) {
      throw readFailure(error);
    }
  }
}
