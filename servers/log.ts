import { type DestinationStream, destination, type LogFn, type Logger, pino } from 'pino';
import type { ServerConfig } from './config.ts';

/**
 * The log of a server. It never says what an envelope held, who asked, or which item it was: errors are written as
 * their class and where they came from, without their message, and members that could hold such are cut out.
 */
export function makeLog(
  config: Pick<ServerConfig, 'operator' | 'role' | 'log'>,
  stream?: DestinationStream,
): Logger {
  // written at once: what a process says last is what is wanted when it ends
  const to = stream ?? destination({ dest: config.log.file ?? 2, sync: true, mkdir: true });
  return pino(
    {
      level: config.log.level,
      base: { operator: config.operator, role: config.role },
      serializers: { err: writeError, error: writeError },
      hooks: { logMethod: withoutMessage },
      redact: { paths: REDACTED, remove: true },
    },
    to,
  );
}

/** log.error(error) would say the error's message. */
function withoutMessage(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, ...rest] = args;
  if (first instanceof Error)
    method.apply(this, [{ err: first }, ...(rest.length === 0 ? ['failed'] : rest)]);
  else method.apply(this, args);
}

const PRIVATE = [
  'ip',
  'address',
  'remoteAddress',
  'headers',
  'req',
  'res',
  'payload',
  'envelope',
  'key',
  'seed',
  'token',
].concat(['item', 'drop', 'entry', 'user', 'name', 'body', 'args', 'text']);
const REDACTED = PRIVATE.flatMap((member) => [member, `*.${member}`]);

/** Class and place of an error; its message may hold what nobody should read. */
function writeError(error: unknown): { type: string; at?: string | undefined; cause?: string } {
  // a class's name may be given for the error; other text may be its message
  if (typeof error === 'string' && /^[A-Za-z]{0,64}$/.test(error)) return { type: error };
  if (!(error instanceof Error)) return { type: typeof error };
  const at = error.stack
    ?.split('\n')
    .find((line) => line.trimStart().startsWith('at '))
    ?.trim()
    .replace(/file:\/\/\S*\/(servers|lib)\//, '$1/');
  return { type: error.name, at, ...(error.cause instanceof Error ? { cause: error.cause.name } : {}) };
}
