import { Command, CommanderError } from 'commander';
import { NetworkFileError } from '../lib/crypto/network.ts';
import { MalformedError } from '../lib/protocol/errors.ts';
import { addAdCommands } from './ads/cli.ts';
import { addHelperCommands } from './commands/helper.ts';
import { addNatsCommands } from './commands/nats.ts';
import { addNetworkCommands } from './commands/network.ts';
import { addServeCommand } from './commands/serve.ts';
import { addServicesCommand } from './commands/services.ts';
import { addUpCommand } from './commands/up.ts';
import { addIdCommands } from './id/cli.ts';
import { KeysFileError } from './keysfile.ts';
import { ConfigError } from './yaml.ts';

/** `peerwall …`: exit code 2 and one line where it was called or configured wrongly, 1 where something failed. */
async function main(): Promise<void> {
  const program = new Command('peerwall')
    .description('The servers of a Peerwall network, and the helper of a user')
    .addHelpText(
      'after',
      `
Examples:
  peerwall up                                    a whole network on this machine
  peerwall serve content --config content.yaml   one server
  peerwall network show network.json             what a network file says
  peerwall helper install                        tell Friends directly, from your own machine
  peerwall <command> --help                      more about a command`,
    );
  addUpCommand(program);
  addHelperCommands(program);
  addServeCommand(program);
  addNatsCommands(program);
  addServicesCommand(program);
  addNetworkCommands(program);
  addIdCommands(program);
  addAdCommands(program);
  prepareErrors(program);
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = explain(error);
  }
}

/** All commands throw instead of leaving the process, and say one line. */
function prepareErrors(command: Command): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) =>
      write(
        `${text
          .replace(/^error:/, 'peerwall:')
          .trim()
          .replaceAll('\n', ' ')}\n`,
      ),
  });
  command.showHelpAfterError(false).showSuggestionAfterError(true);
  for (const sub of command.commands) prepareErrors(sub);
}

/** Says what went wrong, where commander has not; the exit code. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  console.error(`peerwall: ${error instanceof Error ? error.message : 'failed'}`);
  const wrongUse = [ConfigError, KeysFileError, NetworkFileError, MalformedError].some(
    (kind) => error instanceof kind,
  );
  return wrongUse ? 2 : 1;
}

await main();
