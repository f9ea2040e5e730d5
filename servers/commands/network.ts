import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import * as v from 'valibot';
import { stringify } from 'yaml';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { fingerprint } from '../../lib/crypto/network.ts';
import {
  type NetworkDraft,
  type NetworkOperator,
  networkDraft,
  networkOperator,
  ROLES,
  type Role,
  readSignedNetwork,
  type SignedNetwork,
} from '../../lib/protocol/network.ts';
import { exists } from '../exists.ts';
import { makeKeys, readKeys, writeKeys } from '../keysfile.ts';
import { nextNetwork } from '../networkauthority.ts';
import { readNetworkFile, writeNetworkFile } from '../networkfile.ts';
import { operatorEntry } from '../operatorentry.ts';
import { LOCAL_TERMS } from '../stack/plan.ts';
import { ConfigError, readYaml } from '../yaml.ts';
import { tellNetwork } from './tellnetwork.ts';

/** `peerwall network …`: the file that says who belongs to a network, made and signed by its authority. */
export function addNetworkCommands(program: Command): void {
  const network = program
    .command('network')
    .description("The network file: its authority's keys, its operators, its signature")
    .addHelpText('after', STEPS);
  network
    .command('init')
    .description("Make the authority's keys and the draft of a network file")
    .requiredOption('--name <text>', 'name of the network')
    .requiredOption('--id <id>', "id of the authority's operator")
    .requiredOption('--nats <url>', 'where partners reach its nats-server, e.g. nats://127.0.0.1:4222')
    .option('--dir <folder>', 'where keys, draft and network file are', '.')
    .addHelpText(
      'after',
      '\nExamples:\n  peerwall network init --name "Our club" --id home --nats tls://club.example:4222',
    )
    .action(init);
  network
    .command('add-operator')
    .description('Add an operator to the draft: with keys made here, or from an entry it sent')
    .option('--dir <folder>', 'where the draft is', '.')
    .option('--entry <file>', "an operator's entry (JSON), as it printed with --print")
    .option('--id <id>', 'id of the operator: a-z, 0-9 and -')
    .option('--name <text>', 'its name for people')
    .option('--roles <list>', `what it runs: ${ROLES.join(', ')}`, readRoles)
    .option('--nats <url>', 'where partners reach its nats-server')
    .option('--door <url>', 'https URL of its door; where it runs an entry')
    .option('--keys <file>', 'its keys; made where there are none')
    .option('--print', 'print the entry for the authority and change no draft')
    .addHelpText('after', ADD_EXAMPLES)
    .action(addOperator);
  network
    .command('sign')
    .description('Sign the draft as the next network file, for 14 days')
    .option('--dir <folder>', 'where keys, draft and network file are', '.')
    .option('--old-authority <keys>', "keys of the forerunner's authority, where the authority changes")
    .addHelpText('after', '\nExamples:\n  peerwall network sign\n  peerwall network sign --dir /srv/club')
    .action(sign);
  network
    .command('show')
    .description('Check a network file and say what it holds')
    .argument('[file]', 'the network file', 'network.json')
    .addHelpText(
      'after',
      '\nExamples:\n  peerwall network show\n  peerwall network show .peerwall/network/network.json',
    )
    .action(async (file: string) => console.log(tellNetwork(await readNetworkFile(file), Date.now())));
}

const STEPS = `
The steps:
  1. the authority:     peerwall network init --name "Our club" --id home --nats tls://club.example:4222
  2. another operator:  peerwall network add-operator --print --id north --name North \\
                          --roles content,entry,exit --nats tls://north.example:4222 \\
                          --door https://north.example --keys keys.json > north.json
  3. the authority:     peerwall network add-operator --entry north.json
  4. the authority:     peerwall network sign`;

const ADD_EXAMPLES = `
Examples:
  peerwall network add-operator --entry north.json
  peerwall network add-operator --id east --name East --roles entry,exit \\
    --nats nats://127.0.0.1:4223 --door http://127.0.0.1:8080 --keys east/keys.json`;

async function init(options: { name: string; id: string; nats: string; dir: string }): Promise<void> {
  await mkdir(options.dir, { recursive: true });
  const keys = makeKeys(p.random, ['id', 'ad'], true);
  const entry = operatorEntry(p, { id: options.id, name: options.name, nats: options.nats }, keys);
  const draft = { ...LOCAL_TERMS, name: options.name, promises: '', operators: [checkEntry(entry)] };
  await writeKeys(join(options.dir, 'keys.json'), keys);
  await writeDraft(options.dir, draft);
  console.log(`Made keys.json (keep it, keep it secret) and ${DRAFT} in ${options.dir}.`);
  console.log('Next: peerwall network add-operator, then peerwall network sign');
}

interface AddOptions {
  dir: string;
  entry?: string;
  id?: string;
  name?: string;
  roles?: Role[];
  nats?: string;
  door?: string;
  keys?: string;
  print?: boolean;
}

async function addOperator(options: AddOptions): Promise<void> {
  const entry = options.entry === undefined ? await makeEntry(options) : await readEntry(options.entry);
  if (options.print) {
    console.log(JSON.stringify(entry, null, 2));
    return;
  }
  const draft = await readDraft(options.dir);
  const others = draft.operators.filter((one) => one.id !== entry.id);
  await writeDraft(options.dir, { ...draft, operators: [...others, entry] });
  console.log(`${entry.id} is in ${DRAFT}. Next: peerwall network sign`);
}

async function makeEntry(options: AddOptions): Promise<NetworkOperator> {
  const { id, name, roles, nats, door, keys: file } = options;
  if (
    id === undefined ||
    name === undefined ||
    roles === undefined ||
    nats === undefined ||
    file === undefined
  )
    throw new ConfigError('add-operator needs --entry, or --id, --name, --roles, --nats and --keys');
  if (!(await exists(file))) await writeKeys(file, makeKeys(p.random, roles, false));
  const keys = await readKeys(file);
  const wanted = roles.toSorted().join();
  if (Object.keys(keys.servers).sort().join() !== wanted)
    throw new ConfigError(`${file} has keys of other roles than --roles says`);
  return checkEntry(operatorEntry(p, { id, name, nats, ...(door === undefined ? {} : { door }) }, keys));
}

async function readEntry(file: string): Promise<NetworkOperator> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(`${file}: cannot be read as JSON`, { cause: error });
  }
  return checkEntry(json);
}

function checkEntry(entry: unknown): NetworkOperator {
  const result = v.safeParse(networkOperator, entry);
  if (result.success) return result.output;
  throw new ConfigError(
    `not an operator's entry: ${v.getDotPath(result.issues[0]) ?? 'the whole'} is not of its form`,
  );
}

async function sign(options: { dir: string; oldAuthority?: string }): Promise<void> {
  const draft = await readDraft(options.dir);
  const { authority } = await readKeys(join(options.dir, 'keys.json'));
  if (authority === undefined)
    throw new ConfigError('keys.json is not the authority’s: it has no key to sign with');
  const file = join(options.dir, 'network.json');
  const before = (await exists(file)) ? readSignedNetwork(await readNetworkFile(file)) : null;
  const old =
    options.oldAuthority === undefined ? undefined : (await readKeys(options.oldAuthority)).authority;
  const network = nextNetwork(
    p,
    draft,
    before,
    { authority, ...(old === undefined ? {} : { old }) },
    Date.now(),
  );
  refuseStranger(network, before, old !== undefined);
  if (before !== null) await copyFile(file, join(options.dir, `network.${before.file.number}.json`));
  await writeNetworkFile(file, network);
  console.log(
    `${file}: number ${network.file.number}, fingerprint ${fingerprint(p, network.file.authority)}`,
  );
}

/** Nobody would take a file of another authority without the old one's signature: better not make it. */
function refuseStranger(network: SignedNetwork, before: SignedNetwork | null, withOld: boolean): void {
  if (before === null || before.file.authority === network.file.authority || withOld) return;
  throw new ConfigError('the forerunner has another authority: add --old-authority with its keys');
}

const DRAFT = 'network.yaml';

function readDraft(dir: string): Promise<NetworkDraft> {
  return readYaml(join(dir, DRAFT), networkDraft);
}

async function writeDraft(dir: string, draft: NetworkDraft): Promise<void> {
  await writeFile(join(dir, DRAFT), stringify(draft));
}

function readRoles(text: string): Role[] {
  return text.split(',').map((word) => {
    const role = ROLES.find((one) => one === word.trim());
    if (role === undefined) throw new InvalidArgumentError(`${word} is none of ${ROLES.join(', ')}`);
    return role;
  });
}
