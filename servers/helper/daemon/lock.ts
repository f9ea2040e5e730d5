import { DatabaseSync } from 'node:sqlite';

/**
 * Takes the lock of a home, which one process at a time has; the operating system gives it back however the process ends.
 * Null where another has it. The answer releases it.
 */
export function takeLock(file: string): (() => void) | null {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch {
    db.close();
    return null;
  }
  return () => db.close();
}
