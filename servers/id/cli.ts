import { type Command, InvalidArgumentError } from 'commander';
import * as v from 'valibot';
import { fromUtf8, utf8 } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { NoServerError } from '../bus/errors.ts';
import { connectBus } from '../bus.ts';
import { readConfig } from '../config.ts';
import { readKeys } from '../keysfile.ts';
import { ownUser } from '../nats/keys.ts';
import { loadRole } from '../roles.ts';
import { ADMIN_SUBJECT, AdminAnswer, type AdminWord } from './adminwords.ts';

/** Adds `peerwall id …`: reports and bans, by the operator of a running ID server. */
export function addIdCommands(program: Command): void {
  const id = program
    .command('id')
    .description('Reports and bans of a running ID server')
    .requiredOption('--config <file>', "the ID server's configuration file");
  const said = (word: AdminWord) => say(String(id.opts().config), word);
  id.command('reports')
    .description('list all reports')
    .action(() => said({ do: 'reports' }));
  for (const [name, what] of [
    ['show', 'show a report: who, whom, why, and the words'],
    ['uphold', "uphold a report: the content server stops the author's entry key"],
    ['dismiss', 'dismiss a report'],
  ] as const)
    id.command(name)
      .description(what)
      .argument('<number>', 'number of the report')
      .action((number: string) => said({ do: name, number: readNumber(number) }));
  for (const [name, what] of [
    ['ban', 'issue no more credentials to a user'],
    ['unban', 'issue credentials to a user again'],
  ] as const)
    id.command(name)
      .description(what)
      .argument('<user>', 'name, or UserID in hexadecimal')
      .action((user: string) => said({ do: name, user }));
}

async function say(file: string, word: AdminWord): Promise<void> {
  const answer = await askIdServer(file, word);
  if ('refused' in answer) {
    console.error(answer.refused);
    process.exitCode = 1;
    return;
  }
  // words of users go to a terminal: its control characters stay behind
  for (const line of answer.lines) console.log(line.replace(/\p{C}/gu, '\ufffd'));
}

/**
 * Says a word to the ID server whose configuration this is, through its operator's own nats-server. Throws ConfigError,
 * KeysFileError, and NoServerError where it does not run.
 */
export async function askIdServer(file: string, word: AdminWord): Promise<AdminAnswer> {
  const { config } = await readConfig(file, loadRole, 'id');
  const { operator } = await readKeys(config.keys);
  const bus = await connectBus({ url: config.nats, ...ownUser(p, operator, 'STORE'), name: 'peerwall id' });
  try {
    const answer = await bus.request(ADMIN_SUBJECT, utf8(JSON.stringify(word)));
    return v.parse(AdminAnswer, JSON.parse(fromUtf8(answer)));
  } catch (error) {
    if (error instanceof NoServerError) return { refused: 'The ID server does not run.' };
    throw error;
  } finally {
    await bus.close();
  }
}

function readNumber(text: string): number {
  if (!/^[1-9][0-9]{0,9}$/.test(text))
    throw new InvalidArgumentError(`${text} is not the number of a report`);
  return Number(text);
}
