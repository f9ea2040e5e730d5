import { afterEach, expect, test, vi } from 'vitest';
import { refused } from '../../../entrypoints/background/answer.ts';
import { FullError, readFailure } from '../../../lib/db/full.ts';
import { isDiskFull } from '../../../lib/db/room.ts';
import { AskError } from '../../../lib/messages/errors.ts';

const storage = (quota: number, usage: number) => ({ estimate: async () => ({ quota, usage }) });
const noWord = { estimate: () => Promise.reject(new TypeError('no word')) };

afterEach(() => vi.unstubAllGlobals());

test('the disk is full where the browser has next to nothing left to give, and not where it says nothing', async () => {
  expect(await isDiskFull(storage(4_460, 4_460))).toBe(true);
  expect(await isDiskFull(storage(60_000_000, 4_460))).toBe(false);
  expect(await isDiskFull(noWord)).toBe(false);
  expect(await isDiskFull(undefined)).toBe(false);
});

test('a database that a full disk closed is answered as a full disk; what is known keeps its own code', async () => {
  const closed = new DOMException('The database connection is closing.', 'InvalidStateError');
  vi.stubGlobal('navigator', { storage: storage(4_460, 4_460) });
  expect(await refused(closed)).toEqual({ error: { code: 'full' } });
  expect(await refused(new AskError('gone'))).toEqual({ error: { code: 'gone' } });
  vi.stubGlobal('navigator', { storage: storage(60_000_000, 4_460) });
  expect(await refused(closed)).toEqual({ error: { code: 'internal' } });
});

test('Chromium’s words for a full disk are known, however deep they lie', () => {
  const words = 'Connection is closing because of: IO error: .../000003.log: FILE_ERROR_NO_SPACE';
  const inner = new DOMException(words, 'UnknownError');
  expect(readFailure(inner)).toBeInstanceOf(FullError);
  expect(readFailure(new Error('aborted', { cause: inner }))).toBeInstanceOf(FullError);
  const other = new DOMException('Internal error.', 'UnknownError');
  expect(readFailure(other)).toBe(other);
});
