import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { concat, hex, same } from '../../lib/bytes.ts';
import { signInside } from '../../lib/crypto/author.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { entryId } from '../../lib/crypto/outside.ts';
import type { Args } from '../../lib/protocol/command.ts';
import { block } from '../../lib/protocol/commands/content.ts';
import { report } from '../../lib/protocol/commands/id.ts';
import { CARD_NUMBER, type Opening } from '../../lib/protocol/item.ts';
import type { RunningRole } from '../../servers/context.ts';
import { serveFront, serves } from '../../servers/front.ts';
import { ADMIN_SUBJECT } from '../../servers/id/adminwords.ts';
import { start } from '../../servers/id/main.ts';
import type { IdSettings } from '../../servers/id/settings.ts';
import { Person } from './idpeople.ts';
import { seedOf } from './operators.ts';
import { RoleWorld, type TestRole } from './roleworld.ts';

const SETTINGS: IdSettings = { newAccountDays: 0, bundleWaitMs: 0, reportsPerDay: 2 };
const NORTH = p.signKey(seedOf('north content'));
const NEW = { seen: [], root: new Uint8Array(32), atRev: 0 };

let world: RoleWorld;
let role: TestRole<IdSettings>;
let running: RunningRole;
let alice: Person;
let mallory: Person;
const stopped: Uint8Array[] = [];

beforeAll(async () => {
  world = await RoleWorld.open({ authority: ['id', 'ad'], north: ['content', 'exit'] }, 20_000 * 86_400_000);
  role = await world.role('authority', 'id', SETTINGS);
  running = await start(role.context);
  [alice, mallory] = [new Person(world, 'Alice'), new Person(world, 'Mallory')];
  await alice.register();
  await mallory.register();
});

afterAll(async () => {
  await running.stop();
  await world.close();
});

type ReportArgs = Omit<Args<typeof report>, 'word'>;

/** What Mallory wrote, with the openings that prove it; `device` signs, `card` is whose card stands at number 0. */
function words(text: string, by = mallory, device = by.device): ReportArgs {
  const [drop, key, number] = [p.random(32), p.signKey(p.random(32)), p.random(16)];
  const [certificate] = by.card.devices;
  if (certificate === undefined) throw new Error('no device');
  const open = (place: Uint8Array, seed: Uint8Array, body: Parameters<typeof signInside>[4]): Opening =>
    signInside(p, seed, { drop, entry: place, rev: 0 }, NEW, body);
  const card = open(entryId(p, key, CARD_NUMBER), by.device, {
    is: 'card',
    name: by.name,
    account: by.account.key,
    device: certificate,
  });
  const entry = open(entryId(p, key, number), device, {
    is: 'comment',
    text,
    when: 1,
    re: null,
    mentions: [],
    photos: [],
  });
  return { server: NORTH, key, number, card, entry, reason: 'a threat' };
}

async function say(word: object): Promise<string> {
  const answer = await role.context.store.request(
    ADMIN_SUBJECT,
    new TextEncoder().encode(JSON.stringify(word)),
  );
  return new TextDecoder().decode(answer);
}

const refused = (code: string) => expect.objectContaining({ name: 'CommandError', code });

test('a report proves who wrote what; upheld, the content server stops the entry key', async () => {
  const said = words('you will see');
  const { number } = await alice.say(report, said);
  expect((await alice.say(report, said)).number).toBe(number);
  const shown = await say({ do: 'show', number });
  expect(shown).toContain('you will see');
  expect(shown).toContain(`against Mallory ${hex(mallory.user)}`);
  expect(shown).toContain(`by      Alice ${hex(alice.user)}`);

  // the content server is away: the report stays upheld and is brought to it later
  expect(await say({ do: 'uphold', number })).toContain('will be asked again');
  expect(await say({ do: 'reports' })).toContain('not stopped yet');
  const content = await world.role('north', 'content', {});
  const front = await serveFront({
    context: content.context,
    role: 'content',
    handlers: [
      serves(block, async ({ key }, { by }) => {
        if (by?.role === 'id') stopped.push(key);
        return {};
      }),
    ],
  });
  expect(await say({ do: 'uphold', number })).toContain('has stopped the entry key');
  expect(stopped.some((key) => same(key, said.key))).toBe(true);
  expect(await say({ do: 'reports' })).not.toContain('not stopped yet');
  expect(await say({ do: 'dismiss', number })).toContain('upheld already');
  expect(await say({ do: 'show', number: 99 })).toContain('no report 99');
  await front.stop();
});

test('what proves nobody is refused', async () => {
  const [said, other] = [words('one'), words('two')];
  const flipped = {
    ...said.entry,
    sig: concat(said.entry.sig.slice(0, 63), Uint8Array.of((said.entry.sig[63] ?? 0) ^ 1)),
  };
  const bad: [string, ReportArgs][] = [
    ['words of another entry', { ...said, entry: other.entry }],
    ['a card of another entry key', { ...said, card: other.card }],
    ['another number', { ...said, number: other.number }],
    ['another body', { ...said, entry: { ...said.entry, body: other.entry.body } }],
    ['a bent signature', { ...said, entry: flipped }],
    ['written by a device of nobody', words('three', mallory, p.random(32))],
    ['put into the mouth of another', words('four', mallory, alice.device)],
    ['at a server that stores nothing', { ...said, server: p.signKey(seedOf('north exit')) }],
  ];
  for (const [what, args] of bad)
    await expect(alice.say(report, args), what).rejects.toThrow(refused('forbidden'));
  await expect(new Person(world, 'Stranger').say(report, said)).rejects.toThrow(refused('forbidden'));
});

test('so many a day, and none by the banned', async () => {
  const carol = new Person(world, 'Carol');
  await carol.register();
  await carol.say(report, words('a'));
  await carol.say(report, words('b'));
  await expect(carol.say(report, words('c'))).rejects.toThrow(refused('quota'));
  await say({ do: 'ban', user: hex(mallory.user) });
  await expect(mallory.say(report, words('d', alice))).rejects.toThrow(refused('banned'));
});

test('reports are still there after a restart, and what was upheld is brought to the content server', async () => {
  const { number } = await alice.say(report, words('late'));
  expect(await say({ do: 'uphold', number })).toContain('will be asked again');
  await running.stop();
  const content = await world.role('north', 'content', {});
  const asked = Promise.withResolvers<Uint8Array>();
  const front = await serveFront({
    context: content.context,
    role: 'content',
    handlers: [
      serves(block, async ({ key }) => {
        asked.resolve(key);
        return {};
      }),
    ],
  });
  role = await world.role('authority', 'id', SETTINGS);
  running = await start(role.context);
  expect(await asked.promise).toBeInstanceOf(Uint8Array);
  await front.stop();
});

test('the operator’s command line: reports and bans of the running server, in words', async () => {
  const config = await world.writeConfig('authority', 'id', {});
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, ['servers/cli.ts', 'id', '--config', config, ...words]);
  const eve = new Person(world, 'Eve');
  await eve.register();
  const { number } = await eve.say(report, words('\u001b[31mred\u202e'));
  const { stdout } = await run('show', String(number));
  expect(stdout).toContain('by      Eve');
  expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
  expect((await run('reports')).stdout).toContain(`${number}  2024-10-04  open`);
  expect((await run('ban', 'eve')).stdout).toContain('no more credentials');
  await expect(eve.say(report, words('again'))).rejects.toThrow(refused('banned'));
  await run('unban', 'eve');
  await expect(run('show', '4711')).rejects.toMatchObject({ code: 1, stderr: 'There is no report 4711.\n' });
  await expect(run('uphold', 'all')).rejects.toMatchObject({ code: 2 });
});
