import { DatabaseSync } from 'node:sqlite';

/** SQLite's word for a file another process has locked. */
const BUSY = 5;

/**
 * Takes the lock of a home, which one process at a time has; the operating system gives it back however the process ends.
 * Null where another has it. The answer releases it. Throws where there is no telling: no room, no right to the file.
 */
export function takeLock(file: string): (() => void) | null {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch (error) {
    db.close();
    if (error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY) return null;
    throw error;
  }
  return () => db.close();
}
