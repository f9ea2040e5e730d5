import { appendFileSync, renameSync, statSync } from 'node:fs';

/** What a log may say, and numbers: no address, peer, slot, log or letter has a place in it. */
export type LogWord =
  | 'started'
  | 'stopped'
  | 'listening'
  | 'not-listening'
  | 'client'
  | 'client-gone'
  | 'client-refused'
  | 'new-transport-key'
  | 'fault';

export type Log = (word: LogWord, numbers?: Readonly<Record<string, number>>, error?: unknown) => void;

const LONGEST = 256 * 1024;

/** A log in `file`, with one older part beside it. A log that cannot be written stops nothing. */
export function openLog(file: string): Log {
  return (word, numbers = {}, error) => {
    const words = Object.entries(numbers).map(([name, number]) => `${name}=${number}`);
    const line = [new Date().toISOString(), word, ...words, ...(error === undefined ? [] : [placeOf(error)])];
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LONGEST) renameSync(file, `${file}.1`);
      appendFileSync(file, `${line.join(' ')}\n`, { mode: 0o600 });
    } catch {
      // a full disk
    }
  };
}

/** Class and place of an error: its message may hold what a log should not. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const at = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return `${error.name}${at === undefined ? '' : at.replace(/file:\/\/\S*\/(servers|lib|node_modules)\//, '$1/').replace(/^\s+/, ' ')}`;
}
