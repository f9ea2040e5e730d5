import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frameTitled } from '../../servers/browser/frames.ts';
import type { Person } from '../../servers/browser/person.ts';
import { post } from '../../servers/browser/screens/composer.ts';
import { firstRun } from '../../servers/browser/screens/firstrun.ts';
import { askFriend, findPerson, friendLine } from '../../servers/browser/screens/friends.ts';
import { pressSurely } from '../../servers/browser/screens/press.ts';
import { postWith } from '../../servers/browser/screens/thread.ts';
import { until } from '../../servers/browser/until.ts';
import { textsOf } from './world/database.ts';
import { expectFacebookKnowsNothing } from './world/facebook.ts';
import { photographFailures } from './world/failures.ts';
import { startWorld, type World } from './world/world.ts';

const MAIL = 60_000;

let world: World;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  world = await startWorld({ people: ['Alice', 'Bob'] });
  [alice, bob] = [world.person('Alice'), world.person('Bob')];
  await firstRun(alice);
  await firstRun(bob);
});
afterAll(() => world?.stop());
photographFailures(() => world);

async function fromMenuOf(person: Person, name: string, choice: string) {
  const home = await person.home('friends');
  await friendLine(home, name)
    .getByRole('button', { name: `More about ${name}` })
    .click();
  await home.getByRole('menuitem', { name: choice, exact: true }).click();
  return home.getByRole('dialog');
}

describe('Friends', () => {
  test('nobody is found under a name that nobody has; Alice is, with her public profile', async () => {
    const home = await bob.home('friends');
    await home.getByRole('textbox', { name: 'Find a person by name' }).fill('Mallory');
    await home.getByRole('button', { name: 'Find', exact: true }).click();
    await home.getByText('Nobody is called “Mallory” here.').waitFor();
    const line = await findPerson(bob, 'Alice');
    await line.getByRole('link', { name: 'Alice' }).click();
    await home.getByRole('heading', { name: 'Alice' }).first().waitFor();
  });

  test('Bob asks; Alice accepts from the bell on Facebook’s page, and shares only what comes from now on', async () => {
    const page = await alice.facebook();
    await post(page, { text: 'Woad from before' });
    await askFriend(bob, 'Alice', 'We met at the pond');
    await page.bringToFront();
    const bell = await frameTitled(page, 'Peerwall notifications');
    await bell.getByRole('button', { name: /, \d+ new$/ }).click({ timeout: MAIL });
    const request = bell.getByRole('listitem').filter({ hasText: 'Bob' });
    await request.getByText('We met at the pond').waitFor({ timeout: MAIL });
    await request.getByRole('combobox').selectOption({ label: 'Only what comes from now on' });
    await pressSurely(bell, request.getByRole('button', { name: 'Accept' }));
    const home = await bob.home('friends');
    await friendLine(home, 'Alice').waitFor({ timeout: MAIL });
    await friendLine(await alice.home('friends'), 'Bob').waitFor();
  });

  test('what she posts from now on reaches him, without a helper, by his mailbox; what she posted before does not', async () => {
    const page = await alice.facebook();
    await post(page, { text: 'Madder from now on' });
    await postWith(await bob.home(), 'Madder from now on').waitFor({ timeout: MAIL });
    expect(await textsOf(bob)).not.toContain('Woad from before');
  });

  test('both see the same safety number, and one who compared it sees the other as verified', async () => {
    const numbers: string[] = [];
    for (const [person, name] of [
      [alice, 'Bob'],
      [bob, 'Alice'],
    ] as const) {
      const dialog = await fromMenuOf(person, name, 'Safety number');
      const digits = dialog.getByLabel('Safety number', { exact: true });
      await digits.waitFor();
      numbers.push((await digits.innerText()).replace(/\D/g, ''));
      await dialog.getByRole('button', { name: 'I compared it: verified' }).click();
      await friendLine(await person.home('friends'), name)
        .getByText(/^Verified/)
        .waitFor();
    }
    expect(numbers[0]).toMatch(/^\d{60}$/);
    expect(numbers[1]).toBe(numbers[0]);
  });

  test('unfriended, Bob gets nothing new, and is not told; he may be blocked then', async () => {
    const dialog = await fromMenuOf(alice, 'Bob', 'Unfriend');
    await dialog.getByRole('button', { name: 'Unfriend' }).click();
    const home = await alice.home('friends');
    await friendLine(home, 'Bob').waitFor({ state: 'detached' });
    await post(await alice.facebook(), { text: 'Weld for myself' });
    const status = await alice.home('status');
    await until(
      'an empty outbox',
      async () => {
        await status.reload();
        return status
          .getByText(/^Nothing waits/)
          .waitFor({ timeout: 2000 })
          .then(() => true);
      },
      MAIL,
    );
    await (await bob.home()).reload();
    const found = await findPerson(bob, 'Alice');
    await found.waitFor();
    expect(await textsOf(bob)).toContain('Madder from now on');
    expect(await textsOf(bob)).not.toContain('Weld for myself');
  });

  test('Facebook got no word of it', async () => {
    const words = ['Woad', 'Madder', 'Weld', 'We met at the pond'];
    await expectFacebookKnowsNothing(world, await alice.facebook(), words);
  });
});
