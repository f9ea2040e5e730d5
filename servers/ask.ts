import { fromBase64url } from '../lib/bytes.ts';
import { bodySize, type OpenedAnswer, sealQuestion } from '../lib/crypto/envelope.ts';
import { classFor, type SizeClass } from '../lib/crypto/header.ts';
import { nativePrimitives as p } from '../lib/crypto/native.ts';
import { sayAsServer } from '../lib/crypto/serverword.ts';
import { Answer } from '../lib/protocol/body.ts';
import { type Args, type Command, check, decodeAs, type Result } from '../lib/protocol/command.ts';
import { CommandError } from '../lib/protocol/errors.ts';
import { findServer } from '../lib/protocol/network.ts';
import type { RoleContext } from './context.ts';
import { readPublications } from './publications.ts';
import { opsSubject } from './subjects.ts';

const DAY = 86_400_000;

/** A server of another operator (or one's own) gave no usable answer: it may have been done or not. Ask again later. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError';
}

/** Asks other servers what is `servers only` (wire 9). Keeps their keys of the day. */
export interface Asker {
  /**
   * Asks the server of this id (base64url). `room`: bytes the result may need, where more than the question's.
   * CommandError as the server said it; NoAnswerError; the bus's errors where it cannot be reached.
   */
  ask<C extends Command>(server: string, command: C, args: Args<C>, room?: number): Promise<Result<C>>;
}

/** Makes an asker for this server; `context.serverKey` signs. */
export function makeAsker(context: RoleContext): Asker {
  const keys = new Map<string, Uint8Array>();

  async function keyOf(server: string): Promise<Uint8Array> {
    const today = Math.floor(context.now() / DAY);
    const known = keys.get(`${server} ${today}`);
    if (known !== undefined) return known;
    const answer = await request(server, new Uint8Array(0));
    for (const one of read(() => readPublications(p, server, answer)))
      keys.set(`${server} ${one.day}`, one.pk);
    for (const name of keys.keys()) if (Number(name.split(' ')[1]) < today) keys.delete(name);
    const found = keys.get(`${server} ${today}`);
    if (found === undefined) throw new NoAnswerError('it has no key of today');
    return found;
  }

  async function request(server: string, payload: Uint8Array): Promise<Uint8Array> {
    const found = findServer(context.network().file, server);
    const role = found?.role;
    if (found === null || (role !== 'id' && role !== 'ad' && role !== 'content'))
      throw new NoAnswerError('no such server in the network');
    const bus = await context.connectPartner(found.operator.id);
    return bus.request(opsSubject(found.operator.id, role), payload);
  }

  async function once(server: string, command: Command, args: object, room: number): Promise<OpenedAnswer> {
    const minute = Math.floor(context.now() / 60_000);
    const to = fromBase64url(server);
    const word = sayAsServer(p, context.serverKey, { to, command: command.name, minute, args });
    const question = { c: command.name, t: minute, a: { ...args }, o: word };
    const sizeClass: SizeClass | null = classFor(Math.max(bodySize(question), room));
    if (sizeClass === null) throw new CommandError('too-large');
    const sealed = sealQuestion(p, { publicKey: await keyOf(server), sizeClass }, question);
    const answer = sealed.open(await request(server, sealed.envelope));
    if (answer === null) throw new NoAnswerError('not an answer to this question');
    return answer;
  }

  return {
    async ask(server, command, args, room = 0) {
      const said = check(command.args, args);
      let answer = await once(server, command, said, room);
      if ('failure' in answer && answer.failure === 'unreadable') {
        // it lost its keys since we asked for them
        for (const name of keys.keys()) if (name.startsWith(`${server} `)) keys.delete(name);
        answer = await once(server, command, said, room);
      }
      if ('failure' in answer) throw new NoAnswerError(answer.failure);
      return resultOf(command, answer.cbor);
    },
  };
}

/** The result of an answer's CBOR; throws CommandError as it says, NoAnswerError where it is of no known form. */
function resultOf<C extends Command>(command: C, cbor: Uint8Array): Result<C> {
  const answer = read(() => decodeAs(Answer, cbor));
  if ('error' in answer) throw new CommandError(answer.error, answer.detail);
  return read(() => check(command.result, answer.ok));
}

function read<T>(reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    throw new NoAnswerError('ill-formed answer', { cause: error });
  }
}

/** The id (base64url) of the network's one server of the role. */
export function onlyServer(context: RoleContext, role: 'id' | 'ad'): string {
  for (const operator of context.network().file.operators) {
    const found = operator.servers.find((one) => one.role === role);
    if (found !== undefined) return found.key;
  }
  throw new NoAnswerError(`the network has no ${role} server`);
}
