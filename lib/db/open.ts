import { Dexie } from 'dexie';
import { Db } from './schema.ts';

/** What stands in for the browser's own IndexedDB, in Node. */
export interface IndexedDbOfChoice {
  indexedDB: IDBFactory;
  IDBKeyRange: typeof IDBKeyRange;
}

/** The database of that name, made where it is not there; opened by its first use. */
export function openDb(name: string, choice?: IndexedDbOfChoice): Db {
  // Live queries ask nothing where the program itself has no IndexedDB.
  if (choice !== undefined && !Dexie.dependencies.indexedDB) Object.assign(Dexie.dependencies, choice);
  return new Db(name, choice === undefined ? {} : { ...choice });
}
