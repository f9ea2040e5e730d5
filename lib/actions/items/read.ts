import { fromHex, hex, same } from '../../bytes.ts';
import { type Followed, follow, OlderAnswerError, UntrueAnswerError } from '../../crypto/follow.ts';
import { checkStored } from '../../crypto/outside.ts';
import { checkChain, readRecord } from '../../crypto/record.ts';
import { advance, checkStanding, unpackDeeds } from '../../crypto/standing.ts';
import type { ItemRow } from '../../db/items.ts';
import type { Ad } from '../../protocol/ad.ts';
import type { Args, Result } from '../../protocol/command.ts';
import { read } from '../../protocol/commands/content.ts';
import { CommandError, MalformedError } from '../../protocol/errors.ts';
import type { SignedRecord } from '../../protocol/item.ts';
import { ask } from '../../route/ask.ts';
import type { Service } from '../service.ts';
import { checkAd, hintFor, keepAd } from './ad.ts';
import type { Caught, ReadEnd } from './caught.ts';
import { convict } from './evidence.ts';
import { keepRead } from './keep.ts';
import { isGone, lostItem } from './lost.ts';
import { signingDrop } from './mine.ts';
import { revsRead } from './readmark.ts';

type Answer = Result<typeof read>;

/**
 * Reads what is new in an item (drop, hex) and checks all of it: records back to the id, signatures, the deeds since the
 * pair known, every standing heard of. Nothing of an answer that is not true is kept; what shows the lie is. Throws what
 * asking throws.
 */
export async function readItem(service: Service, drop: string, ad = false): Promise<ReadEnd> {
  return await service.alone(`read:${drop}`, async () => {
    const item = await service.db.items.get(drop);
    if (item === undefined || item.state === 'making') return 'absent';
    if (item.state === 'deleted') return 'gone';
    try {
      const caught = await catchUp(service, item, ad);
      await service.db.atomically(() => keepRead(service, drop, caught));
      await readAd(service, drop, caught.ad);
      return 'read';
    } catch (error) {
      return await refuse(service, item, error);
    }
  });
}

async function catchUp(service: Service, item: ItemRow, wantsAd: boolean): Promise<Caught> {
  let caught: Caught | null = null;
  for (;;) {
    const page = await readPage(service, item, caught, wantsAd);
    caught = page.caught;
    if (page.complete) return caught;
  }
}

async function readPage(
  service: Service,
  item: ItemRow,
  caught: Caught | null,
  wantsAd: boolean,
): Promise<{ caught: Caught; complete: boolean }> {
  const { p } = service;
  const first = item.rev === 0;
  const answer = await askRead(service, item, caught, wantsAd);
  const records = joinRecords(service, item, caught?.records ?? item.records, answer.records);
  checkEntries(service, { ...item, records }, answer);
  const before: Followed | null = caught?.known ?? knownOf(item);
  const shown = [...answer.entries, ...answer.reactions];
  const revs = await revsRead(service, item.drop, caught?.entries ?? [], shown);
  const { known, complete } = follow(p, {
    server: item.server,
    drop: fromHex(item.drop),
    ...(before === null ? {} : { known: before }),
    answer,
    records,
    mailbox: false,
    revBefore: (entry) => revs.get(hex(entry)) ?? 0,
  });
  const roots = walk(service, item, before, answer);
  const next: Caught = {
    first,
    known,
    records,
    entries: [...(caught?.entries ?? []), ...shown],
    from: caught?.from ?? (before ?? known).rev,
    roots: [...(caught?.roots.slice(0, -1) ?? []), ...roots],
    older: first ? (answer.before ?? null) : item.older,
    olderReactions: first ? (answer.beforeReactions ?? null) : item.olderReactions,
    ad: caught?.ad ?? answer.ad ?? null,
  };
  return { caught: next, complete };
}

async function askRead(
  service: Service,
  item: ItemRow,
  caught: Caught | null,
  wantsAd: boolean,
): Promise<Answer> {
  const known = caught?.known ?? knownOf(item);
  const args: Args<typeof read> = { id: item.id, record: (caught?.records ?? item.records).length };
  if (known !== null) args.known = { rev: known.rev, root: known.root };
  // a page may come from another copy of the server than the page before it
  const signed = known?.signed ?? item.signed;
  if (signed !== undefined) args.least = signed.rev;
  if (wantsAd && caught === null) args.ad = await hintFor(service);
  const wide = wantsAd || known === null;
  return await ask(service.route, {
    server: item.server,
    command: read,
    args,
    ...(wide ? { class: 2 } : {}),
  });
}

function knownOf(item: ItemRow): Followed | null {
  if (item.rev === 0 || item.signed === undefined) return null;
  return { rev: item.rev, root: item.root, signed: item.signed, uncovered: [] };
}

function joinRecords(
  { p }: Service,
  item: ItemRow,
  known: SignedRecord[],
  more: SignedRecord[],
): SignedRecord[] {
  const last = known.at(-1);
  const chain = last === undefined ? checkChain(p, item.id, more) : checkChain(p, item.id, more, last);
  if (chain === null) throw new UntrueAnswerError('altered');
  return [...known, ...more];
}

function checkEntries(service: Service, item: ItemRow, answer: Answer): void {
  const drop = signingDrop(service, item);
  const owners = item.records.flatMap((record) => readRecord(record).owners);
  for (const entry of [...answer.entries, ...answer.reactions])
    if (!checkStored(service.p, drop, entry, owners)) throw new UntrueAnswerError('altered');
}

/** The roots an answer passes. One that is not where somebody else was told it is: two heads of one item. */
function walk({ p }: Service, item: ItemRow, before: Followed | null, answer: Answer): Uint8Array[] {
  const roots = before === null ? [answer.standing.root] : [before.root];
  let pair = before ?? { rev: answer.standing.rev, root: answer.standing.root };
  for (const deed of before === null ? [] : unpackDeeds(answer.deeds)) {
    pair = advance(p, pair, deed);
    roots.push(pair.root);
  }
  const from = pair.rev - roots.length + 1;
  for (const heard of item.heard) {
    const root = roots[heard.rev - from];
    if (root === undefined || same(root, heard.root)) continue;
    const evidence = { server: item.server, drop: fromHex(item.drop), first: heard, second: answer.standing };
    throw new UntrueAnswerError('fork', evidence);
  }
  return roots;
}

/** What was wrong with the answer goes into the status; what we had stays. Other errors are the way's: thrown on. */
async function refuse(service: Service, item: ItemRow, error: unknown): Promise<ReadEnd> {
  const { db } = service;
  if (error instanceof OlderAnswerError || error instanceof UntrueAnswerError) {
    const lie = error instanceof OlderAnswerError ? 'older' : error.what;
    await db.atomically(() => convict(service, item, lie, { ...error.evidence }));
    return 'doubted';
  }
  if (error instanceof MalformedError) {
    await db.atomically(() => convict(service, item, 'altered', {}));
    return 'doubted';
  }
  if (!(error instanceof CommandError)) throw error;
  if (error.code === 'deleted') return (await isGone(service, item)) ? 'gone' : 'doubted';
  if (error.code === 'absent') return await lostItem(service, item);
  if (error.code === 'conflict') return await forked(service, item);
  if (error.code === 'moved') {
    await db.items.update(item.drop, { state: 'moved' });
    return 'absent';
  }
  throw error;
}

/** The server disowns the pair we know: what it signs instead is kept beside what it signed for us. */
async function forked(service: Service, item: ItemRow): Promise<ReadEnd> {
  const { db, p } = service;
  const answer = await ask(service.route, { server: item.server, command: read, args: { id: item.id } });
  const signed = checkStanding(p, item.server, fromHex(item.drop), answer.standing);
  const parts = signed ? { first: item.signed, second: answer.standing } : { first: item.signed };
  await db.atomically(() => convict(service, item, 'fork', { ...parts, known: item.root, rev: item.rev }));
  return 'doubted';
}

async function readAd(service: Service, drop: string, ad: Ad | null): Promise<void> {
  const body = ad === null ? null : checkAd(service, ad);
  if (body !== null) await keepAd(service, drop, body);
}
