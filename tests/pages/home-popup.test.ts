import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../servers/browser/person.ts';
import { firstRun } from '../../servers/browser/screens/firstrun.ts';
import { startWorld, type World } from '../e2e/world/world.ts';
import { faultsOf } from './homeworld.ts';

let world: World;
let alice: Person;
let popup: Page;

beforeAll(async () => {
  world = await startWorld({ people: ['Alice'] });
  alice = world.person('Alice');
});
afterAll(async () => {
  await world?.stop();
});

describe('the popup', () => {
  it('offers to set Peerwall up while nobody is here', async () => {
    popup = await alice.popup();
    await popup.getByRole('button', { name: 'Set up Peerwall' }).waitFor();
    expect(await popup.getByRole('switch').count()).toBe(0);
    expect(await faultsOf(popup)).toEqual([]);
    await popup.close();
  });

  it('says to what one is connected, and what a helper would add', async () => {
    await firstRun(alice);
    popup = await alice.popup();
    const connection = popup.getByRole('region', { name: 'Connection' });
    await connection.getByText(world.stack.network().file.name).waitFor();
    await connection.getByText('npx peerwall helper install').waitFor();
    await popup.getByRole('button', { name: 'No new notifications' }).waitFor();
    expect(await faultsOf(popup)).toEqual([]);
  });

  it.each(['Pause on this site', 'Quiet mode'])('%s is kept, and Home shows it too', async (name) => {
    await popup.getByRole('switch', { name }).click();
    await popup.getByRole('switch', { name, checked: true }).waitFor();
    const settings = await alice.home('settings');
    await settings.getByRole('switch', { name, checked: true }).click();
    await popup.getByRole('switch', { name, checked: false }).waitFor();
  });

  it('opens Home in its tab', async () => {
    const pages = alice.context.pages().length;
    const gone = popup.waitForEvent('close');
    await popup.getByRole('button', { name: 'Open Home' }).click();
    await gone;
    expect(alice.context.pages()).toHaveLength(pages - 1);
  });
});

describe('the confirming window', () => {
  it('of a question nobody waits for decides nothing', async () => {
    const page = await alice.context.newPage();
    await page.goto(alice.address(`confirm.html#${'0'.repeat(32)}`));
    await page.getByRole('heading', { name: 'Nothing to decide' }).waitFor();
    expect(await page.getByRole('button', { name: 'Yes' }).count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await page.close();
  });
});

describe('pages of the extension', () => {
  it.each(['home.html', 'popup.html', 'confirm.html'])(
    '%s can reach no network by itself',
    async (address) => {
      const page = await alice.context.newPage();
      await page.goto(alice.address(address));
      const door = world.stack.doors[0] ?? '';
      const reached = await page.evaluate(
        async (url) =>
          await fetch(`${url}/v1/bundle`).then(
            () => true,
            () => false,
          ),
        door,
      );
      expect(reached).toBe(false);
      await page.close();
    },
  );
});
