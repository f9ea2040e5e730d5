import { afterAll, beforeAll, expect, test } from 'vitest';
import { dismissWarning } from '../../lib/actions/friends/confirm.ts';
import { DiedError } from './story/crash.ts';
import type { Person } from './story/person.ts';
import { type Story, startStory } from './story/story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let story: Story;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  story = await startStory();
  [alice, bob] = await Promise.all([story.person('Alice'), story.person('Bob')]);
  await story.befriend(alice, bob);
});
afterAll(() => story?.stop());

const write = async (from: Person, to: Person, text: string) =>
  from.does.sendMessage({ user: await to.user(), text });
const inboxOf = async (person: Person) => (await person.sees.inbox()).map((one) => one.text);

test('what was written without a network goes when there is one', async () => {
  story.network.cut(alice);
  await write(alice, bob, 'from the tunnel');
  await story.settle();
  expect(await inboxOf(bob)).not.toContain('from the tunnel');
  expect(await alice.sees.outbox()).toMatchObject([{ kind: 'letters', state: 'waiting', tries: 1 }]);
  story.network.heal(alice);
  await story.clock.advance(MINUTE);
  await story.settle();
  expect(await inboxOf(bob)).toContain('from the tunnel');
});

test('a letter whose answer was lost is not there twice', async () => {
  await write(alice, bob, 'only once');
  story.network.loseAnswers(alice, 2);
  await story.settle();
  await story.clock.advance(MINUTE);
  await story.settle();
  expect((await inboxOf(bob)).filter((text) => text === 'only once')).toEqual(['only once']);
});

test('a service that dies between mailbox and database reads the letter after it', async () => {
  for (const step of [1, 2, 4, 6]) {
    await write(alice, bob, `through death at ${step}`);
    await alice.settle();
    bob.crash.at(step);
    await expect(bob.settle()).rejects.toThrow(DiedError);
    await bob.open();
    await story.clock.advance(MINUTE);
    await story.settle();
    expect((await inboxOf(bob)).filter((text) => text.endsWith(`at ${step}`)).length).toBe(1);
  }
});

test('sealed receipts let the sender forget', async () => {
  await story.clock.advance(MINUTE);
  await story.settle();
  await story.clock.advance(MINUTE);
  await story.settle();
  const kept = await alice.service.db.lettersOut.filter((row) => !row.receipt).count();
  expect(kept).toBe(0);
});

test('a clock two hours wrong corrects itself by what servers say', async () => {
  alice.clockOffset = 2 * HOUR;
  await alice.open();
  await write(alice, bob, 'what time is it?');
  await story.settle();
  expect(await inboxOf(bob)).toContain('what time is it?');
  expect(Math.abs(alice.service.route.now() - story.clock.now())).toBeLessThan(2 * MINUTE);
  alice.clockOffset = 0;
  await alice.open();
});

test('two devices restored from one backup: the Friend gets the letters of both', async () => {
  const twin = await alice.copy('Alice from a backup');
  await write(alice, bob, 'I am the first');
  await alice.settle();
  await write(twin, bob, 'I am the second');
  await twin.settle();
  await story.settle();
  expect(await inboxOf(bob)).toEqual(expect.arrayContaining(['I am the first', 'I am the second']));
  await write(bob, alice, 'which of you?');
  for (let i = 0; i < 3; i++) {
    await story.clock.advance(MINUTE);
    await story.settle();
  }
  await write(twin, bob, 'both');
  await write(alice, bob, 'both of us');
  await story.settle();
  expect(await inboxOf(bob)).toEqual(expect.arrayContaining(['both', 'both of us']));
  // the one that was handed a receipt for the other's letter knows, and says so
  const warned = [...(await alice.sees.warnings()), ...(await twin.sees.warnings())];
  expect(new Set(warned.map(({ is }) => is))).toEqual(new Set(['copy']));
  for (const one of [alice, twin]) await dismissWarning(one.service, { id: 'copy' });
  twin.close();
});

test('a day later there are new credentials, and the name is still watched over', async () => {
  await story.clock.advance(DAY);
  await Promise.all([alice.does.doChores(), bob.does.doChores()]);
  await story.settle();
  expect(await alice.sees.credentials()).toBeGreaterThan(15);
  expect(await alice.sees.warnings()).toEqual([]);
});
