import { expect, test } from 'vitest';
import {
  BusTimeoutError,
  NoServerError,
  StoreError,
  StoreFullError,
} from '../../../../servers/bus/errors.ts';
import { opening } from '../../../../servers/bus/opening.ts';

const OVERLAP = new StoreError(10065, 'subjects overlap with an existing stream');

function failing(...errors: Error[]): { tries: () => number; make: () => Promise<string> } {
  let tries = 0;
  const make = async (): Promise<string> => {
    const error = errors[tries];
    tries += 1;
    if (error !== undefined) throw error;
    return 'the bucket';
  };
  return { make, tries: () => tries };
}

test('what another process is making, or a store that is still starting, is opened a moment later', async () => {
  const { make } = failing(OVERLAP, new BusTimeoutError('no answer in time'), new NoServerError('not up'));
  expect(await opening(make)).toBe('the bucket');
});

test('a store that is full, or refuses for another reason, is not asked again', async () => {
  for (const error of [new StoreFullError('full'), new StoreError(10023, 'no')]) {
    const { make, tries } = failing(error);
    await expect(opening(make)).rejects.toBe(error);
    expect(tries()).toBe(1);
  }
});

test('one that never answers is given up with its own error', async () => {
  const never = new NoServerError('nobody serves this');
  await expect(opening(() => Promise.reject(never), 150)).rejects.toBe(never);
});
