import { fromBase64url } from '../bytes.ts';
import { giveWord } from '../crypto/identity.ts';
import { encode } from '../protocol/codec.ts';
import type { Args, Command, Result } from '../protocol/command.ts';
import type { Word } from '../protocol/identity.ts';
import { type NetworkFile, serversOf } from '../protocol/network.ts';
import { ask } from '../route/ask.ts';
import { secretsOf } from './identity/secrets.ts';
import type { Service } from './service.ts';

/** The network file in force; throws NotInNetworkError where no network was joined. */
export function networkFile(service: Service): NetworkFile {
  return service.route.network().file;
}

/** The id (32) of the network's ID server. */
export function idServer(service: Service): Uint8Array {
  const [server] = serversOf(networkFile(service), 'id');
  if (server === undefined) throw new Error('a network without ID server'); // no file passes its check so
  return fromBase64url(server.key);
}

/** Asks a content server (id, 32). Throws CommandError with what it answered, and what `ask` of the route throws. */
export async function askContent<C extends Command>(
  service: Service,
  server: Uint8Array,
  command: C,
  args: Args<C>,
): Promise<Result<C>> {
  return await ask(service.route, { server, command, args });
}

/** Asks the ID server a question everybody may ask. */
export async function askId<C extends Command>(
  service: Service,
  command: C,
  args: Args<C>,
): Promise<Result<C>> {
  return await ask(service.route, { server: idServer(service), command, args });
}

/** Asks the ID server as this user: `withWord` puts the device's word, signed for the envelope's minute, to the arguments. */
export async function askIdAsUser<C extends Command, A extends object>(
  service: Service,
  command: C,
  args: A,
  withWord: (args: A, word: Word) => Args<C>,
): Promise<Result<C>> {
  const { user, device } = await secretsOf(service.db);
  const server = idServer(service);
  const said = { server, command: command.name, args: encode(args) };
  const wordAt = (minute: number) => giveWord(service.p, { user, deviceSeed: device }, { ...said, minute });
  return await ask(service.route, {
    server,
    command,
    args: (minute: number) => withWord(args, wordAt(minute)),
  });
}

/** Puts a word to arguments: what `askIdAsUser` is given for most commands. */
export function withWord<A extends object>(args: A, word: Word): A & { word: Word } {
  return { ...args, word };
}
