import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nativePrimitives } from '../../lib/crypto/native.ts';
import type { SignedNetwork } from '../../lib/protocol/network.ts';
import type { Person } from '../../servers/browser/person.ts';
import { firstRun, joinBuiltIn, keepPhrase, sayWho } from '../../servers/browser/screens/firstrun.ts';
import { nextNetwork } from '../../servers/networkauthority.ts';
import { startWorld, type World } from '../e2e/world/world.ts';
import { faultsOf } from './homeworld.ts';

let world: World;
let alice: Person;
let bob: Person;
let home: Page;
let words: string[];

beforeAll(async () => {
  world = await startWorld({ people: ['Alice', 'Bob', 'Carol'] });
  alice = world.person('Alice');
  bob = world.person('Bob');
  home = await alice.home();
});
afterAll(async () => {
  await world?.stop();
});

describe('the first screen', () => {
  it('shows who runs the built-in network, its fingerprint and its promises', async () => {
    await home.getByRole('button', { name: 'Join this network' }).waitFor();
    const card = home.getByRole('region', { name: /^Network / });
    const { file } = world.stack.network();
    for (const { name } of file.operators) await card.getByText(name, { exact: true }).waitFor();
    expect(await card.innerText()).toContain(file.promises.slice(0, 40));
    expect(await card.innerText()).toMatch(/([0-9a-f]{4}\s*){10}/);
    expect(await faultsOf(home)).toEqual([]);
  });

  it('refuses a forged file, one past its day, and what is no network', async () => {
    await home.getByRole('radio', { name: /by its file/ }).check();
    const network = world.stack.network();
    const forged = { ...network, file: { ...network.file, name: 'Somebody else’s' } };
    await giveFile(home, forged);
    await home.getByText('This file is forged').waitFor();
    await giveFile(home, { hello: 'world' });
    await home.getByText('This is not the file of a network').waitFor();
    await giveFile(home, pastItsDay());
    await home.getByText('This file is too old').waitFor();
    expect(await home.getByRole('button', { name: 'Join this network' }).count()).toBe(0);
  });

  it('takes a true file, and the address of a door', async () => {
    await giveFile(home, world.stack.network());
    await home.getByRole('button', { name: 'Join this network' }).waitFor();
    await home.getByRole('radio', { name: /by its address/ }).check();
    await home.getByRole('textbox', { name: 'Address of a network' }).fill(world.stack.doors[0] ?? '');
    await home.getByRole('button', { name: 'Look at it' }).click();
    await home.getByRole('region', { name: /^Network / }).waitFor();
    await home.getByRole('textbox', { name: 'Address of a network' }).fill('http://127.0.0.1:1');
    await home.getByRole('button', { name: 'Look at it' }).click();
    await home.getByRole('alert').filter({ hasText: 'Nobody answers there' }).waitFor();
    await home.getByRole('radio', { name: /came with/ }).check();
  });
});

describe('the second screen', () => {
  beforeAll(async () => {
    await joinBuiltIn(home);
  });

  it('says beside the field what is wrong with a name and a birth date, and makes nothing', async () => {
    await sayWho(home, '7', { birth: '4 May 1990' });
    await home.getByText('A name has 2 to 64 characters').waitFor();
    await home.getByText('Write it as year-month-day').waitFor();
    expect(await home.getByRole('textbox', { name: 'Your name' }).getAttribute('aria-invalid')).toBe('true');
    await sayWho(home, 'Alice', { birth: `${new Date().getUTCFullYear() - 12}-01-01` });
    await home.getByText('This network takes people from 13 years on').waitFor();
    expect(await faultsOf(home)).toEqual([]);
  });

  it('keeps what was filled in over a reload', async () => {
    await home.reload();
    await home.getByRole('heading', { name: 'Who are you?' }).waitFor();
    expect(await home.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('Alice');
  });
});

describe('the recovery phrase', () => {
  beforeAll(async () => {
    await sayWho(home, 'Alice', { delivery: 'Never' });
  });

  it('has 24 words, and is there after a reload', async () => {
    const list = home.getByRole('list', { name: 'Recovery phrase' });
    await list.waitFor();
    const before = await list.innerText();
    await home.reload();
    await list.waitFor();
    expect(await list.innerText()).toBe(before);
    expect(await list.getByRole('listitem').count()).toBe(24);
    expect(await faultsOf(home)).toEqual([]);
  });

  it('is not taken as written down with wrong words', async () => {
    await home.getByRole('button', { name: 'I wrote it down' }).click();
    await home
      .getByRole('textbox', { name: /^Word / })
      .first()
      .fill('nonsense');
    await home.getByRole('button', { name: 'Go on' }).click();
    await home.getByText('These are not the words').waitFor();
    await home.getByRole('button', { name: 'Show the words again' }).click();
  });

  it('leads to Home once it is, and is nowhere any more', async () => {
    words = (await keepPhrase(home)) ?? [];
    await home.getByRole('navigation', { name: 'Peerwall' }).waitFor({ timeout: 60_000 });
    const session = await home.evaluate('chrome.storage.session.get(null)');
    expect(JSON.stringify(session)).not.toContain(words.slice(0, 3).join(' '));
    await home.reload();
    await home.getByRole('navigation', { name: 'Peerwall' }).waitFor();
    expect(await home.getByText('recovery phrase').count()).toBe(0);
  });
});

describe('a name that is taken', () => {
  it('is said, and another one goes on to Home', async () => {
    const { name } = await firstRun(bob, { names: ['Alice', 'Bob'] });
    expect(name).toBe('Bob');
  });
});

describe('a recovery phrase on an empty profile', () => {
  it('brings the name back; a wrong word is named', async () => {
    const carols = await world.person('Carol').home('recover');
    await carols.getByRole('button', { name: 'Join this network' }).click();
    const phrase = carols.getByRole('textbox', { name: 'Your recovery phrase' });
    await phrase.fill([...words.slice(0, 4), 'peerwall', ...words.slice(5)].join(' '));
    await carols.getByRole('button', { name: 'Bring everything back' }).click();
    await carols.getByText('Word 5 is none of the words').waitFor();
    await phrase.fill(words.join('  ').toUpperCase());
    await carols.getByRole('button', { name: 'Bring everything back' }).click();
    await carols.getByRole('button', { name: 'Go to Home' }).click({ timeout: 60_000 });
    await carols.getByRole('link', { name: 'Alice, your Wall' }).waitFor();
  });
});

/** A file the network's own authority signed fifteen days ago. */
function pastItsDay(): SignedNetwork {
  const { operators, name, minimumAge, smallNetwork, signupBits, strangerBits, cells, keywords, promises } =
    world.stack.network().file;
  const terms = { name, minimumAge, smallNetwork, signupBits, strangerBits, cells, keywords, promises };
  const authority = world.stack.operators.find(({ keys }) => keys.authority !== undefined)?.keys.authority;
  if (authority === undefined) throw new Error('no authority here');
  return nextNetwork(
    nativePrimitives,
    { ...terms, operators },
    null,
    { authority },
    Date.now() - 15 * 86_400_000,
  );
}

async function giveFile(page: Page, content: unknown): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({
    name: 'network.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(content)),
  });
}
