import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import * as v from 'valibot';
import { same } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { readSignedNetwork } from '../../lib/protocol/network.ts';
import { connectBus } from '../bus.ts';
import { readConfig } from '../config.ts';
import { readKeys } from '../keysfile.ts';
import { ownUser } from '../nats/keys.ts';
import { loadRole } from '../roles.ts';
import { type Listed, readCatalogue } from './catalogue.ts';
import { settings } from './settings.ts';
import { type Sum, Sums } from './sums.ts';

/** Adds `peerwall ads …`: checking a catalogue, and the sums of a running network. */
export function addAdCommands(program: Command): void {
  const ads = program.command('ads').description('Campaigns of the ad server, and their sums');
  ads
    .command('check')
    .description('check a catalogue file; the first thing refused is named with its line, and why')
    .argument('<file>', 'catalogue (YAML)')
    .option('--network <file>', 'network.json, to check cells and keywords against its tables')
    .action(async (file: string, options: { network?: string }) => {
      const { network } = options;
      const tables =
        network === undefined ? null : readSignedNetwork(JSON.parse(await readFile(network, 'utf8'))).file;
      const listed = await readCatalogue(file, tables);
      for (const { campaign, picture } of listed)
        console.log(
          `${campaign.id}  ${picture === null ? 'no picture' : `picture of ${picture.bytes.length} bytes`}`,
        );
      console.log(`${listed.length} campaigns, all inert.`);
    });
  ads
    .command('sums')
    .description('showings by campaign, cell and keyword')
    .requiredOption('--config <file>', "the ad server's configuration file")
    .action(async (options: { config: string }) => {
      for (const line of await sumLines(options.config)) console.log(line);
    });
}

/** The sums as a table: campaign, cell, keyword, showings. Throws ConfigError, KeysFileError, NoServerError. */
export async function sumLines(file: string): Promise<string[]> {
  const { config } = await readConfig(file, loadRole, 'ad');
  const { catalogue } = v.parse(settings, config.settings);
  const listed = catalogue === undefined ? [] : await readCatalogue(resolve(config.data, catalogue), null);
  const { operator } = await readKeys(config.keys);
  const store = await connectBus({
    url: config.nats,
    ...ownUser(p, operator, 'STORE'),
    name: 'peerwall ads',
  });
  try {
    const sums = (await Sums.open(store)).all();
    return table([
      ['campaign', 'cell', 'keyword', 'showings'],
      ...sums.map((sum) => rowOf(sum, listed)).sort(),
    ]);
  } finally {
    await store.close();
  }
}

function rowOf(sum: Sum, listed: Listed[]): string[] {
  const campaign = listed.find(({ id }) => same(id, sum.ad))?.campaign.id ?? '(not in the catalogue)';
  return [campaign, sum.cell ?? 'everybody', sum.keyword ?? 'any', String(sum.count)];
}

function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
