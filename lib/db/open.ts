import { Db } from './schema.ts';

/** What stands in for the browser's own IndexedDB, in Node. */
export interface IndexedDbOfChoice {
  indexedDB: IDBFactory;
  IDBKeyRange: typeof IDBKeyRange;
}

/** The database of that name, made where it is not there; opened by its first use. */
export function openDb(name: string, choice?: IndexedDbOfChoice): Db {
  return new Db(name, choice === undefined ? {} : { ...choice });
}
