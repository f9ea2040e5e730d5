import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { fingerprint } from '../../lib/crypto/network.ts';
import type { Person } from '../../servers/browser/person.ts';
import { firstRun, joinBuiltIn, keepPhrase, sayWho } from '../../servers/browser/screens/firstrun.ts';
import { nextNetwork } from '../../servers/networkauthority.ts';
import { LOCAL_TERMS } from '../../servers/stack/plan.ts';
import { photographFailures } from './world/failures.ts';
import { startWorld, type World } from './world/world.ts';

const DAY = 86_400_000;

let world: World;
let alice: Person;
let bob: Person;
let carol: Person;
let phrase: string[];

beforeAll(async () => {
  world = await startWorld({ people: ['Alice', 'Bob', 'Carol'] });
  [alice, bob, carol] = world.people as [Person, Person, Person];
});
afterAll(() => world?.stop());
photographFailures(() => world);

async function offer(home: Page, text: string): Promise<void> {
  await home.getByRole('radio', { name: /by its file/ }).check();
  const file = { name: 'network.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await home.locator('input[type=file]').setInputFiles(file);
}

function expired(): string {
  const { authority } = world.stack.operator('authority').keys;
  if (authority === undefined) throw new Error('the authority has no key');
  const { operators } = world.stack.network().file;
  const long = Date.now() - 30 * DAY;
  return JSON.stringify(nextNetwork(p, { ...LOCAL_TERMS, operators }, null, { authority }, long));
}

describe('joining a network', () => {
  test('the built-in one is shown with who runs it, its fingerprint and its promises', async () => {
    const home = await alice.home();
    const { file } = world.stack.network();
    const card = home.getByRole('region', { name: `Network ${file.name}` });
    await card.waitFor();
    const text = (await card.innerText()).replace(/\s+/g, ' ');
    expect(text).toContain(
      fingerprint(p, file.authority)
        .split(/[\s:-]+/)
        .join(' '),
    );
    expect(text).toContain(file.promises);
    for (const operator of file.operators) expect(text).toContain(operator.name);
  });

  test('a forged, an expired and no file at all are refused, each in plain words', async () => {
    const home = await bob.home();
    const real = world.stack.network();
    await offer(home, JSON.stringify({ ...real, file: { ...real.file, promises: 'Trust me' } }));
    await home.getByRole('alert').filter({ hasText: 'forged' }).waitFor();
    await offer(home, expired());
    await home.getByRole('alert').filter({ hasText: 'too old' }).waitFor();
    await offer(home, 'hello');
    await home.getByRole('alert').filter({ hasText: 'not the file of a network' }).waitFor();
    expect(await home.getByRole('button', { name: 'Join this network' }).count()).toBe(0);
  });
});

describe('making an identity', () => {
  test('ends in Home, with a phrase of 24 words that was shown this once', async () => {
    const made = await firstRun(alice);
    phrase = made.phrase ?? [];
    expect(phrase).toHaveLength(24);
    const home = await alice.home();
    await home.reload();
    await home.getByRole('link', { name: 'Alice, your Wall' }).waitFor();
    expect(await home.getByText(phrase.slice(0, 3).join(' ')).count()).toBe(0);
    expect(await home.getByRole('list', { name: 'Recovery phrase' }).count()).toBe(0);
  });

  test('a malformed name and a birth date that is too young are said at the field, and change nothing', async () => {
    const home = await bob.home();
    await home.getByRole('radio', { name: /came with/ }).check();
    await joinBuiltIn(home);
    await sayWho(home, 'B', { birth: '1990-05-04' });
    await home.getByText('A name has 2 to 64 characters.').waitFor();
    await sayWho(home, 'Bob', { birth: `${new Date().getFullYear() - 10}-01-01` });
    await home.getByText('This network takes people from 13 years on.').waitFor();
    await sayWho(home, 'Bob', { birth: 'yesterday' });
    await home.getByText(/Write it as year-month-day/).waitFor();
    expect(await home.getByRole('list', { name: 'Recovery phrase' }).count()).toBe(0);
  });

  test('a taken name is said so, and another one is taken in its place', async () => {
    const home = await bob.home();
    await sayWho(home, 'alice', {});
    await keepPhrase(home);
    await home.getByRole('alert').filter({ hasText: 'Somebody has this name already' }).waitFor();
    await home.getByRole('textbox', { name: 'Your name' }).fill('Bob');
    await home.getByRole('button', { name: 'Try this name' }).click();
    await home.getByRole('link', { name: 'Bob, your Wall' }).waitFor();
  });
});

describe('recovery', () => {
  test('words that are no phrase, and a phrase of nobody, are refused in plain words', async () => {
    const home = await carol.home();
    await joinBuiltIn(home);
    await home.getByRole('link', { name: 'I have a recovery phrase' }).click();
    const refusals = [
      ['pear youth aware', 'has 24 words; these are more or fewer'],
      [`${'abandon '.repeat(22)}abandonn art`, 'Word 23 is none of the words'],
      ['abandon '.repeat(24), 'All words are right, but not together'],
      [`${'abandon '.repeat(23)}art`, 'Nobody in this network has this phrase'],
    ] as const;
    for (const [words, refusal] of refusals) {
      await tryPhrase(home, words);
      await home.getByRole('alert').filter({ hasText: refusal }).waitFor();
    }
  });

  test('the phrase brings the name back on an empty profile', async () => {
    const home = await carol.home('recover');
    await tryPhrase(home, phrase.join(' '));
    await home.getByRole('button', { name: 'Go to Home' }).click({ timeout: 60_000 });
    await home.getByRole('link', { name: 'Alice, your Wall' }).waitFor();
  });
});

async function tryPhrase(home: Page, words: string): Promise<void> {
  await home.getByRole('textbox', { name: 'Your recovery phrase' }).fill(words);
  await home.getByRole('button', { name: 'Bring everything back' }).click();
}
