import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installHelper } from '../../servers/browser/helperof.ts';
import { Person } from '../../servers/browser/person.ts';
import { joinBuiltIn } from '../../servers/browser/screens/firstrun.ts';
import { postInHome } from '../../servers/browser/screens/homecomposer.ts';
import { postWith } from '../../servers/browser/screens/thread.ts';
import { until } from '../../servers/browser/until.ts';
import { textsOf } from './world/database.ts';
import { photographFailures } from './world/failures.ts';
import { phraseOfAlice, worldOfFriends } from './world/prepared.ts';
import { rowsOf } from './world/rows.ts';
import type { World } from './world/world.ts';

const SLOWLY = 90_000;
const COPIED = /^This profile runs in two places/;

let world: World;
let alice: Person;
let bob: Person;
/** Browsers of Alice's besides her first. */
const others: Person[] = [];

beforeAll(async () => {
  world = await worldOfFriends({ helpers: true });
  [alice, bob] = [world.person('Alice'), world.person('Bob')];
});
afterAll(async () => {
  for (const one of others) await one.off();
  await world?.stop();
});
photographFailures(() => world);

/** Another browser of Alice's, with a helper of its own or with what is in its profile. */
async function open(name: string, helper: boolean): Promise<Person> {
  const person = await Person.open({
    name: 'Alice',
    folder: join(world.folder, name),
    extension: join(world.folder, 'extension'),
    replica: world.replica,
    headless: true,
    helper,
    window: { width: 1280, height: 900 },
  });
  others.push(person);
  world.people.push(person);
  return person;
}

async function say(person: Person, text: string): Promise<void> {
  await postInHome(await person.home(), text);
}

/** Each of the posts is shown, and none twice. */
async function expectOnce(home: Page, texts: string[]): Promise<void> {
  for (const text of texts) await postWith(home, text).first().waitFor({ timeout: SLOWLY });
  for (const text of texts) expect(await postWith(home, text).count()).toBe(1);
}

test('two browsers of one user on one machine, one helper for both: letters reach both, and the Friend gets those of both', async () => {
  const hers = await alice.home();
  // the copy in the vault is brought up to date when the browser starts
  await until(
    'her Friend in the vault',
    async () =>
      (await rowsOf<{ key: string }>(hers, 'vaultMarks')).some(({ key }) => key.includes(':friends:')),
    SLOWLY,
  );
  await installHelper({ home: alice.helperHome, profile: join(world.folder, 'second', 'profile') });
  const second = await open('second', false);
  const home = await second.home();
  await joinBuiltIn(home);
  await home.getByRole('link', { name: 'I have a recovery phrase' }).click();
  await home.getByRole('textbox', { name: 'Your recovery phrase' }).fill(await phraseOfAlice(world));
  await home.getByRole('button', { name: 'Bring everything back' }).click();
  await home.getByRole('button', { name: 'Go to Home' }).click({ timeout: 60_000 });

  await say(alice, 'Tansy in the first');
  await say(second, 'Tansy in the second');
  const his = await bob.home();
  await expectOnce(his, ['Tansy in the first', 'Tansy in the second']);
  await say(bob, 'Tansy for both of you');
  await expectOnce(await second.home(), ['Tansy for both of you']);
  await expectOnce(await alice.home(), ['Tansy for both of you']);
  expect(await (await alice.home()).getByText(COPIED).count()).toBe(0);
  await second.close();
});

test('a profile copied to another machine: the Friend gets every post of both, once, and the user is told what is true', async () => {
  await alice.off();
  const profile = join(world.folder, 'copied', 'profile');
  await mkdir(profile, { recursive: true });
  await cp(alice.profile, profile, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !/^(Singleton|NativeMessagingHosts$)/.test(basename(file)),
  });
  const copy = await open('copied', true);
  await alice.start();
  const texts: string[] = [];
  for (const round of ['one', 'two']) {
    for (const [where, person] of [
      ['here', alice],
      ['there', copy],
    ] as const) {
      texts.push(`Yarrow ${round} ${where}`);
      await say(person, `Yarrow ${round} ${where}`);
    }
  }
  const his = await bob.home();
  await expectOnce(his, texts);
  await say(bob, 'Yarrow from Bob');
  const both = [await alice.home(), await copy.home()];
  const warned = await until(
    'a warning of the copy',
    async () => {
      for (const home of both) if ((await home.getByText(COPIED).count()) > 0) return home;
      return undefined;
    },
    SLOWLY,
  );
  expect(await warned.getByText(/reaches one of the two/).count()).toBe(1);
  expect((await textsOf(bob)).filter((text) => text.startsWith('Yarrow')).sort()).toEqual(
    [...texts, 'Yarrow from Bob'].sort(),
  );
  await until(
    'Bob’s post with her, here or there',
    async () =>
      [...(await textsOf(alice)), ...(await textsOf(copy))].filter((text) => text === 'Yarrow from Bob')
        .length > 0,
    SLOWLY,
  );
});
