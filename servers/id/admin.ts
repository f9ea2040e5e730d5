import * as v from 'valibot';
import { base64url, fromUtf8, hex, utf8 } from '../../lib/bytes.ts';
import { block } from '../../lib/protocol/commands/content.ts';
import { readBody } from '../../lib/protocol/inside.ts';
import { makeAsker } from '../ask.ts';
import type { Stoppable } from '../bus.ts';
import type { RoleContext } from '../context.ts';
import { ADMIN_SUBJECT, type AdminAnswer, AdminWord } from './adminwords.ts';
import { type IdParts, today } from './parts.ts';
import type { KnownReport } from './reports.ts';

const AGAIN_MS = 30_000;

class RefusedError extends Error {
  override name = 'RefusedError';
}

/** Answers the operator's words, and goes on stopping entry keys whose content server did not answer. */
export async function serveAdmin(context: RoleContext, id: IdParts): Promise<Stoppable> {
  const asker = makeAsker(context);

  /** Stops the entry key of an upheld report; false where its content server does not answer now. */
  async function stopKey({ number, record }: KnownReport): Promise<boolean> {
    try {
      await asker.ask(base64url(record.server), block, { key: record.key });
    } catch (error) {
      context.log.warn(
        { error: error instanceof Error ? error.name : '' },
        'a content server did not stop a key',
      );
      return false;
    }
    await id.reports.set(number, { blocked: true });
    return true;
  }

  async function uphold(number: number): Promise<string[]> {
    const report = await decided(id, number, 'upheld');
    if (await stopKey(report))
      return [`Report ${number} upheld; the content server has stopped the entry key.`];
    return [`Report ${number} upheld; the content server does not answer and will be asked again.`];
  }

  async function goOn(): Promise<void> {
    for (const report of await id.reports.list())
      if (report.record.state === 'upheld' && !report.record.blocked) await stopKey(report);
  }

  async function run(word: AdminWord): Promise<string[]> {
    switch (word.do) {
      case 'reports':
        return listAll(id);
      case 'show':
        return show(id, word.number);
      case 'uphold':
        return uphold(word.number);
      case 'dismiss':
        await decided(id, word.number, 'dismissed');
        return [`Report ${word.number} dismissed.`];
      case 'ban':
      case 'unban':
        return word.do === 'ban' ? ban(id, word.user) : unban(id, word.user);
    }
  }

  const served = await context.store.answer(ADMIN_SUBJECT, null, async (payload) => {
    let answer: AdminAnswer;
    try {
      answer = { lines: await run(v.parse(AdminWord, JSON.parse(fromUtf8(payload)))) };
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      answer = { refused: error.message };
    }
    return utf8(JSON.stringify(answer));
  });
  const again = () => void goOn().catch(() => undefined);
  const timer = setInterval(again, AGAIN_MS);
  again();
  return {
    stop: async () => {
      clearInterval(timer);
      await served.stop();
    },
  };
}

async function ban(id: IdParts, name: string): Promise<string[]> {
  await id.bans.ban(await userOf(id, name), today(id));
  return [
    `${name} gets no more credentials. Those already fetched count until the end of the next epoch and an hour more.`,
  ];
}

async function unban(id: IdParts, name: string): Promise<string[]> {
  await id.bans.unban(await userOf(id, name));
  return [`${name} gets credentials again.`];
}

/** A UserID in hexadecimal is taken as it is, before names (somebody may call himself so): those who left, too. */
async function userOf(id: IdParts, name: string): Promise<Uint8Array> {
  if (/^[0-9a-f]{64}$/.test(name)) return Uint8Array.from(Buffer.from(name, 'hex'));
  const known = await id.users.findByName(name);
  if (known === null) throw new RefusedError(`There is no user ${name}.`);
  return known.user;
}

async function decided(id: IdParts, number: number, state: 'upheld' | 'dismissed'): Promise<KnownReport> {
  const report = await id.reports.get(number);
  if (report === null) throw new RefusedError(`There is no report ${number}.`);
  if (report.record.state !== 'open' && report.record.state !== state)
    throw new RefusedError(`Report ${number} is ${report.record.state} already.`);
  return (await id.reports.set(number, { state })) ?? report;
}

async function listAll(id: IdParts): Promise<string[]> {
  const all = await id.reports.list();
  return all.length === 0 ? ['No reports.'] : all.map(lineOf);
}

async function show(id: IdParts, number: number): Promise<string[]> {
  const report = await id.reports.get(number);
  if (report === null) throw new RefusedError(`There is no report ${number}.`);
  const { record } = report;
  const said = readBody(record.entry.body);
  const who = async (user: Uint8Array) => {
    const known = await id.users.find(user);
    return `${known?.card.name ?? '(left)'} ${hex(user)}${id.bans.has(user) ? ' (banned)' : ''}`;
  };
  return [
    lineOf(report),
    `by      ${await who(record.by)}`,
    `against ${await who(record.against)}`,
    `server  ${base64url(record.server)}`,
    `reason  ${JSON.stringify(record.reason)}`,
    `entry   ${JSON.stringify('text' in said ? said.text : said.is)}`,
  ];
}

function lineOf({ number, record }: KnownReport): string {
  const waits = record.state === 'upheld' && !record.blocked ? ' (entry key not stopped yet)' : '';
  return `${number}  ${new Date(record.at).toISOString().slice(0, 10)}  ${record.state}${waits}`;
}
