import { fromHex, same } from '../../bytes.ts';
import { UntrueAnswerError } from '../../crypto/follow.ts';
import { checkStored } from '../../crypto/outside.ts';
import { readRecord } from '../../crypto/record.ts';
import { checkStanding } from '../../crypto/standing.ts';
import type { ItemRow } from '../../db/items.ts';
import type { Args, Result } from '../../protocol/command.ts';
import { read } from '../../protocol/commands/content.ts';
import { CommandError } from '../../protocol/errors.ts';
import { ask } from '../../route/ask.ts';
import type { Service } from '../service.ts';
import { resolveAuthors } from './author.ts';
import { convict } from './evidence.ts';
import { hear, rootAt } from './hear.ts';
import { ingest } from './ingest.ts';
import { signingDrop } from './mine.ts';
import { markRead } from './readmark.ts';

/**
 * Reads the page of comments (and reactions) before those that are here. Answers whether there are more.
 * Throws CommandError `absent` for an item that is not here, and what asking throws.
 */
export async function loadOlder(service: Service, args: { drop: string }): Promise<{ more: boolean }> {
  return await service.alone(`read:${args.drop}`, async () => {
    const { db } = service;
    const item = await db.items.get(args.drop);
    if (item === undefined || item.state === 'deleted') throw new CommandError('absent');
    if (item.older === null && item.olderReactions === null) return { more: false };
    const answer = await ask(service.route, {
      server: item.server,
      command: read,
      args: pageOf(item),
      class: 2,
    });
    try {
      checkPage(service, item, answer);
    } catch (error) {
      if (!(error instanceof UntrueAnswerError)) throw error;
      await db.atomically(() =>
        convict(service, item, error.what, { second: answer.standing, first: item.signed }),
      );
      return { more: false };
    }
    return await db.atomically(() => keepPage(service, item, answer));
  });
}

function pageOf(item: ItemRow): Args<typeof read> {
  const args: Args<typeof read> = {
    id: item.id,
    record: item.records.length,
    least: item.signed?.rev ?? item.rev,
  };
  args.before = item.older ?? 0;
  args.beforeReactions = item.olderReactions ?? 0;
  return args;
}

function checkPage(service: Service, item: ItemRow, answer: Result<typeof read>): void {
  const { p } = service;
  const { standing } = answer;
  if (!checkStanding(p, item.server, fromHex(item.drop), standing)) throw new UntrueAnswerError('unsigned');
  if (standing.rev < item.rev) throw new UntrueAnswerError('fork');
  const root = rootAt(item, standing.rev);
  if (root !== undefined && !same(root, standing.root)) throw new UntrueAnswerError('fork');
  const owners = item.records.flatMap((record) => readRecord(record).owners);
  const drop = signingDrop(service, item);
  for (const entry of [...answer.entries, ...answer.reactions])
    if (!checkStored(p, drop, entry, owners)) throw new UntrueAnswerError('altered');
}

/** What changed after the revision we know is left to the next catching up, which checks the deeds. In a transaction. */
async function keepPage(
  service: Service,
  item: ItemRow,
  answer: Result<typeof read>,
): Promise<{ more: boolean }> {
  const { db } = service;
  await hear(service, item.drop, answer.standing);
  const known = [...answer.entries, ...answer.reactions].filter(({ mod }) => mod <= item.rev);
  await ingest(service, item, known);
  await markRead(service, item.drop, known);
  await resolveAuthors(service, item);
  const older = item.older === null ? null : (answer.before ?? null);
  const olderReactions = item.olderReactions === null ? null : (answer.beforeReactions ?? null);
  await db.items.update(item.drop, { older, olderReactions });
  return { more: older !== null || olderReactions !== null };
}
