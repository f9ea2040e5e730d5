import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { append } from '../../../../lib/protocol/commands/content.ts';
import { NoServerError } from '../../../../servers/bus/errors.ts';
import { HELD, Payments, type Spend } from '../../../../servers/content/payments.ts';
import type { BoundWrite } from '../../../../servers/content/write.ts';
import { WRITES } from '../../../../servers/content/writes.ts';
import { TestAuthor, TestItem } from './people.ts';

const item = new TestItem();

/** A write with a credential. */
function paying(args = item.appending([new TestAuthor().entry(item)])): BoundWrite {
  const found = WRITES.find((one) => one.command.name === append.name);
  if (found === undefined) throw new Error('no append');
  return found.bind(args);
}

const away: Spend = () => Promise.reject(new NoServerError('away'));
const done = async () => Uint8Array.of(1);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a good credential has the write done, a refused one does not', async () => {
  expect(await new Payments(async () => true).perform(paying(), done)).toEqual(Uint8Array.of(1));
  const paid = vi.fn(done);
  const refused = new Payments(async () => false).perform(paying(), paid);
  await expect(refused).rejects.toMatchObject({ code: 'credential-refused' });
  expect(paid).not.toHaveBeenCalled();
});

test('the ID server learns a salted hash: another salt, another question', async () => {
  const asked: Uint8Array[] = [];
  const payments = new Payments(async ({ bound }) => asked.push(bound) > 0);
  const args = item.appending([new TestAuthor().entry(item)]);
  await payments.perform(paying(args), done);
  await payments.perform(paying(args), done);
  const { credential } = args;
  await payments.perform(
    paying({ ...args, ...(credential && { credential: { ...credential, salt: new Uint8Array(16) } }) }),
    done,
  );
  expect(asked[0]).toEqual(asked[1]);
  expect(asked[0]).not.toEqual(asked[2]);
});

test('while the ID server is away the asker is told, and the write is held and done when it is back', async () => {
  let spend = away;
  const payments = new Payments((question) => spend(question));
  const write = paying();
  const paid = vi.fn(done);
  const asking = payments.perform(write, paid);
  const told = expect(asking).rejects.toMatchObject({ code: 'unavailable' });
  await vi.advanceTimersByTimeAsync(HELD.asker);
  await told;
  const again = payments.perform(write, paid);
  spend = async () => true;
  await vi.advanceTimersByTimeAsync(HELD.longest);
  expect(await again).toEqual(Uint8Array.of(1));
  expect(paid).toHaveBeenCalledTimes(1);
});

test('after ten minutes it is given up', async () => {
  const spend = vi.fn(away);
  const payments = new Payments(spend);
  const told = expect(payments.perform(paying(), done)).rejects.toMatchObject({ code: 'unavailable' });
  await vi.advanceTimersByTimeAsync(HELD.all + HELD.longest);
  await told;
  const asked = spend.mock.calls.length;
  await vi.advanceTimersByTimeAsync(HELD.all);
  expect(spend.mock.calls.length).toBe(asked);
  expect(asked).toBeGreaterThan(HELD.all / HELD.longest / 2);
});

test('no more are held than there is room for', async () => {
  const payments = new Payments(away);
  const held = Array.from({ length: HELD.most }, () => payments.perform(paying(), done).catch(() => null));
  await expect(payments.perform(paying(), done)).rejects.toMatchObject({ code: 'unavailable' });
  payments.stop();
  await vi.advanceTimersByTimeAsync(HELD.all);
  await Promise.all(held);
}, 60_000);
