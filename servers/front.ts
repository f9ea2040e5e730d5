import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { concat } from '../lib/bytes.ts';
import { writeFailure } from '../lib/crypto/answer.ts';
import { type OpenedQuestion, openQuestionAside } from '../lib/crypto/envelope.ts';
import { SIZE_CLASSES, type SizeClass } from '../lib/crypto/header.ts';
import { nativePrimitives as p } from '../lib/crypto/native.ts';
import { Body } from '../lib/protocol/body.ts';
import { encode } from '../lib/protocol/codec.ts';
import { type Args, type Command, check, type Result } from '../lib/protocol/command.ts';
import { type Code, CommandError, MalformedError } from '../lib/protocol/errors.ts';
import type { SignedNetwork } from '../lib/protocol/network.ts';
import type { Bus, Stoppable } from './bus.ts';
import { type FrontMetrics, frontMetrics } from './frontmetrics.ts';
import { writePublications } from './publications.ts';
import { Replays } from './replays.ts';
import type { ServerKeys } from './serverkeys.ts';
import { envelopeSubject, opsSubject } from './subjects.ts';
import { type AskingServer, whoSaid } from './word.ts';

/**
 * The envelope front of content, ID and ad servers (wire 2, 9): opens questions, finds their command, checks clock,
 * replay, form and the word of servers, and seals what the handler says in the question's own size.
 *
 *     const front = await serveFront({ context, role: 'id', handlers: [
 *       serves(find, async (args) => listings.find(args)),
 *       serves(serverKeys, async (args, asked) => keys.take(asked.by, args)),
 *     ] });
 *
 * An empty payload on the ops subject is answered with the server's key publications.
 * A handler answers with a result, or throws CommandError with one of its command's codes. Whatever else it throws is
 * `unavailable` to the asker, and logged by its name and place without a word of the content.
 */
export async function serveFront(options: FrontOptions): Promise<Stoppable> {
  const { context, role } = options;
  const front = new Front(context, options.handlers, options.concurrent ?? 1_024);
  const started = await Promise.all([
    context.wire.serve(envelopeSubject(context.operator, role), role, (e) => front.answer(e, 'users')),
    context.wire.serve(opsSubject(context.operator, role), role, (e) => front.answer(e, 'servers')),
  ]);
  return { stop: async () => void (await Promise.all(started.map((one) => one.stop()))) };
}

export interface FrontOptions {
  context: FrontContext;
  role: Command['to'];
  handlers: Served[];
  /** Questions under way at once (default 1,024); more are answered `busy`. */
  concurrent?: number;
}

/** What of a RoleContext the front needs. */
export interface FrontContext {
  readonly operator: string;
  readonly serverId: Uint8Array;
  readonly serverKeys: Pick<ServerKeys, 'find' | 'publications'>;
  readonly wire: Pick<Bus, 'serve'>;
  network(): SignedNetwork;
  now(): number;
  readonly log: Pick<Logger, 'error'>;
  readonly metrics: Registry;
}

/** What a handler learns of its question beside the arguments. */
export interface Asked {
  /** Who asks, where the command is one of servers; undefined for users', of whom nothing is known. */
  readonly by: AskingServer | undefined;
  readonly sizeClass: SizeClass;
  /** Bytes the CBOR of a result may have in the question's class. */
  readonly room: number;
  /** The minute of the asker's clock (checked), as users' words sign it (wire 6). */
  readonly minute: number;
  /** The arguments as they came, before the schema looked at them: what signatures over arguments cover. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** A result whose CBOR is there already, so that it is not made twice. Its maker answers for its form. */
export class EncodedResult {
  readonly cbor: Uint8Array;
  constructor(cbor: Uint8Array) {
    this.cbor = cbor;
  }
}

/** A command and what answers it; made by `serves`. */
export interface Served {
  readonly command: Command;
  /** Checks the arguments (MalformedError), answers, checks the result; gives the result's CBOR. */
  answer(args: unknown, asked: Asked): Promise<Uint8Array>;
}

/** Puts a command and its handler together. */
export function serves<C extends Command>(
  command: C,
  handler: (args: Args<C>, asked: Asked) => Promise<Result<C> | EncodedResult>,
): Served {
  return {
    command,
    answer: async (args, asked) => {
      const result = await handler(check(command.args, args), asked);
      return result instanceof EncodedResult ? result.cbor : encode(checkResult(command, result));
    },
  };
}

/** A result that is not of its command's form is this server's mistake: no MalformedError, which would blame the asker. */
function checkResult(command: Command, result: unknown): object {
  try {
    return check(command.result, result);
  } catch (error) {
    throw new Error(`result of ${command.name} is not of its form`, { cause: error });
  }
}

// {"ok": …} around a result that is CBOR already: a map of one, the text "ok".
const OK = Uint8Array.of(0xa1, 0x62, 0x6f, 0x6b);
const TOLERANCE = 5;

/** One server's front; `answer` never throws. */
export class Front {
  readonly #context: Omit<FrontContext, 'wire'>;
  readonly #handlers: Map<string, Served>;
  readonly #replays: Replays;
  readonly #metrics: FrontMetrics;
  readonly #concurrent: number;
  #under = 0;

  constructor(context: Omit<FrontContext, 'wire'>, handlers: Served[], concurrent: number) {
    this.#context = context;
    this.#handlers = new Map(handlers.map((one) => [one.command.name, one]));
    this.#replays = new Replays(context.now());
    this.#metrics = frontMetrics(context.metrics);
    this.#concurrent = concurrent;
  }

  /** The answer frame to an envelope, which came to the users' subject or to that of servers. */
  async answer(envelope: Uint8Array, from: Command['from']): Promise<Uint8Array> {
    if (from === 'servers' && envelope.length === 0)
      return writePublications(this.#context.serverKeys.publications());
    if (this.#under >= this.#concurrent) return this.#refuse('busy');
    this.#under++;
    try {
      const keyOf = (id: Uint8Array) => this.#context.serverKeys.find(id) ?? undefined;
      const question = await openQuestionAside(p, keyOf, envelope);
      if (question === null) return this.#refuse('unreadable');
      return await this.#answerOpened(question, from);
    } finally {
      this.#under--;
    }
  }

  #refuse(failure: 'busy' | 'unreadable' | 'replayed'): Uint8Array {
    this.#metrics.refused.inc({ failure });
    return writeFailure(failure);
  }

  async #answerOpened(question: OpenedQuestion, from: Command['from']): Promise<Uint8Array> {
    const body = readBody(question);
    if (body === null) return this.#error(question, 'none', 'malformed');
    const now = this.#context.now();
    const minute = Math.floor(now / 60_000);
    if (Math.abs(minute - body.t) > TOLERANCE) return this.#error(question, 'none', 'stale', minute);
    if (!this.#replays.first(question.hash, now)) return this.#refuse('replayed');
    const served = this.#handlers.get(body.c);
    if (served === undefined || served.command.from !== from)
      return this.#error(question, 'none', 'unknown-command');
    const end = this.#metrics.took.startTimer({ command: body.c });
    const frame = await this.#run(served, body, question);
    end();
    return frame;
  }

  async #run(served: Served, body: Body, question: OpenedQuestion): Promise<Uint8Array> {
    const name = served.command.name;
    try {
      const by = served.command.from === 'servers' ? this.#asker(body) : undefined;
      const asked: Asked = {
        by,
        sizeClass: question.sizeClass,
        room: SIZE_CLASSES[question.sizeClass] - 4 - OK.length,
        minute: body.t,
        raw: body.a,
      };
      const cbor = await served.answer(body.a, asked);
      if (cbor.length > asked.room) return this.#error(question, name, 'too-large');
      this.#metrics.answered.inc({ command: name, outcome: 'ok' });
      return question.sealAnswer(concat(OK, cbor));
    } catch (error) {
      if (error instanceof MalformedError) return this.#error(question, name, 'malformed');
      if (error instanceof CommandError && mayAnswer(served.command, error.code))
        return this.#error(question, name, error.code, undefined, error.detail);
      this.#context.log.error({ command: name, ...placeOf(error) }, 'a command failed');
      return this.#error(question, name, 'unavailable');
    }
  }

  #asker(body: Body): AskingServer {
    const said = { to: this.#context.serverId, command: body.c, minute: body.t, args: body.a };
    const by = body.o && whoSaid(p, this.#context.network().file, body.o, said);
    if (!by) throw new CommandError('forbidden');
    return by;
  }

  #error(question: OpenedQuestion, command: string, error: Code, clock?: number, detail?: string) {
    this.#metrics.answered.inc({ command, outcome: error });
    return question.sealAnswer(encode({ error, clock, detail: detail?.slice(0, 200) }));
  }
}

function readBody(question: OpenedQuestion): Body | null {
  try {
    return check(Body, question.body);
  } catch {
    return null;
  }
}

const ALWAYS: readonly Code[] = [
  'malformed',
  'unknown-command',
  'stale',
  'unavailable',
  'forbidden',
  'too-large',
];

function mayAnswer(command: Command, code: Code): boolean {
  return ALWAYS.includes(code) || command.errors.includes(code);
}

/** Name of an error and where it came from: no message, which may quote what was sealed. */
function placeOf(error: unknown): { error: string; at: string[] } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] };
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, at: lines.slice(0, 6).map((line) => line.trim()) };
}
