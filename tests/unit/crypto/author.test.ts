import fc from 'fast-check';
import { expect, test } from 'vitest';
import { authorOf, checkReport, type Report } from '../../../lib/crypto/author.ts';
import { readEntry, writeEntry } from '../../../lib/crypto/entry.ts';
import { certifyDevice } from '../../../lib/crypto/identity.ts';
import { nativePrimitives } from '../../../lib/crypto/native.ts';
import { clientPrimitives } from '../../../lib/crypto/xchacha.ts';
import type { EntryBody } from '../../../lib/protocol/inside.ts';
import { CARD_NUMBER } from '../../../lib/protocol/item.ts';
import { runs } from '../fuzzruns.ts';
import { comment, flip, nothingSeen, person } from './people.ts';

const p = await clientPrimitives();
const [alice, bob, mallory] = [person(p, 'Alice'), person(p, 'Bob'), person(p, 'Mallory')];
const thread = { drop: p.random(32), itemKey: p.random(32) };

function write(who: typeof bob, body: EntryBody, item = thread, deviceSeed = who.deviceSeed) {
  const number = body.is === 'card' ? CARD_NUMBER : p.random(16);
  const entry = writeEntry(p, {
    contentSeed: who.contentSeed,
    deviceSeed,
    ...item,
    gen: 0,
    number,
    rev: 0,
    seen: nothingSeen,
    body,
  });
  const read = readEntry(p, item, entry);
  if (read === null) throw new Error('not read');
  return { entry, read };
}

function reportOf(who: typeof bob, text: string): Report {
  const card = write(who, who.card);
  const { entry, read } = write(who, comment(text));
  return { key: entry.key, number: entry.number, card: card.read.opening, entry: read.opening };
}

test('a card shows whose an entry key is, without asking anybody', () => {
  const author = authorOf(p, write(bob, bob.card).read);
  expect(author?.name).toBe('Bob');
  expect(author?.user).toEqual(bob.account.user);
});

test('a card with somebody else’s certificate or account shows nobody', () => {
  const stolen = write(mallory, bob.card).read;
  expect(authorOf(p, stolen)).toBeNull();
  const mixed = write(mallory, { ...mallory.card, account: bob.account.key }).read;
  expect(authorOf(p, mixed)).toBeNull();
  const own = certifyDevice(p, mallory.account.seed, { device: mallory.device, number: 0, seed: 0, day: 0 });
  expect(authorOf(p, write(mallory, { ...bob.card, device: own }).read)).toBeNull();
  expect(authorOf(p, write(bob, comment('no card')).read)).toBeNull();
});

test('a report proves who wrote what, with nothing but two openings', () => {
  const report = reportOf(mallory, 'a threat');
  const proved = checkReport(nativePrimitives, report);
  expect(proved?.author.user).toEqual(mallory.account.user);
  expect(proved?.entry.body).toEqual(comment('a threat'));
});

test('a report opens one entry: it holds neither item key nor id, and opens no other', () => {
  const report = reportOf(mallory, 'a threat');
  const secret = write(bob, comment('a secret'));
  const told = [report.key, report.number, ...Object.values(report.card), ...Object.values(report.entry)];
  const all = told.map((part) => Buffer.from(part).toString('hex')).join(' ');
  expect(all).not.toContain(Buffer.from(thread.itemKey).toString('hex'));
  for (const part of told.filter(({ length }) => length === 32))
    expect(readEntry(p, { ...thread, itemKey: part }, secret.entry)).toBeNull();
});

test('nobody can be framed', () => {
  const bobs = reportOf(bob, 'fine words');
  const mallorys = reportOf(mallory, 'a threat');
  const elsewhere = write(bob, bob.card, { drop: p.random(32), itemKey: p.random(32) });
  const forged: Report[] = [
    { ...bobs, entry: mallorys.entry },
    { ...mallorys, card: bobs.card },
    { ...mallorys, key: bobs.key },
    { ...bobs, number: mallorys.number },
    { ...bobs, card: elsewhere.read.opening },
    { ...bobs, card: bobs.entry },
    { ...bobs, entry: { ...bobs.entry, body: mallorys.entry.body } },
    { ...bobs, entry: { ...bobs.entry, salt: p.random(32) } },
    { ...bobs, entry: { ...bobs.entry, device: mallory.device } },
  ];
  for (const report of forged) expect(checkReport(p, report)).toBeNull();
});

test('a report with any bit other proves nothing', () => {
  const report = reportOf(bob, 'words');
  const which = fc.constantFrom('card' as const, 'entry' as const);
  const part = fc.constantFrom(
    'head' as const,
    'device' as const,
    'sig' as const,
    'salt' as const,
    'body' as const,
  );
  const property = fc.property(which, part, fc.nat(), (one, name, at) => {
    const opening = { ...report[one], [name]: flip(report[one][name], at) };
    expect(checkReport(p, { ...report, [one]: opening })).toBeNull();
  });
  fc.assert(property, runs(60));
});

test('another device of the same account is its author only where it is known as such', () => {
  const second = p.random(32);
  const card = write(alice, alice.card);
  const { entry, read } = write(alice, comment('from the other machine'), thread, second);
  const report = { key: entry.key, number: entry.number, card: card.read.opening, entry: read.opening };
  expect(checkReport(p, report)).toBeNull();
  const known = (account: Uint8Array, device: Uint8Array) =>
    Buffer.compare(account, alice.account.key) === 0 && Buffer.compare(device, p.signKey(second)) === 0;
  expect(checkReport(p, report, known)?.author.name).toBe('Alice');
});
