import { lstat, readlink, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM_ID } from '../../lib/native/ids.ts';
import { alive } from '../../servers/alive.ts';
import { findChromium } from '../../servers/browser/executable.ts';
import { FACEBOOK, type Person } from '../../servers/browser/person.ts';
import { treeOf } from '../../servers/browser/processtree.ts';
import { photographFailures } from './world/failures.ts';
import { startWorld, type World } from './world/world.ts';

let world: World;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  world = await startWorld({ people: ['Alice', 'Bob'] });
  alice = world.person('Alice');
  bob = world.person('Bob');
});
afterAll(() => world?.stop());
photographFailures(() => world);

describe('two browsers on one machine', () => {
  test('both have the extension under its registered id, with the running network built in', async () => {
    for (const person of [alice, bob]) {
      expect(person.extension).toBe(CHROMIUM_ID);
      const home = await person.home();
      const built = await home.evaluate(async () => (await fetch('/network.json')).json());
      expect(built.file.file.operators).toHaveLength(5);
    }
  });

  test('both stand on facebook.com under their own names, which is the replica', async () => {
    for (const person of [alice, bob]) {
      const page = await person.facebook();
      expect(new URL(page.url()).origin).toBe(new URL(FACEBOOK).origin);
      await page
        .getByText(new RegExp(`on your mind, ${person.name}`))
        .first()
        .waitFor();
    }
    expect(world.replica.recorder.requests().length).toBeGreaterThan(0);
  });

  test('nothing else of the internet exists for them', async () => {
    const page = await alice.context.newPage();
    await expect(page.goto('https://example.com/')).rejects.toThrow(/ERR_NAME_NOT_RESOLVED/);
    await page.close();
  });
});

describe('a browser that was ended', () => {
  test('leaves no process behind', async () => {
    const lock = join(bob.profile, 'SingletonLock');
    const pid = Number((await readlink(lock)).split('-').at(-1));
    const tree = await treeOf(pid);
    expect(tree.length).toBeGreaterThan(3);
    await bob.off();
    expect(tree.filter(alive)).toEqual([]);
  });

  test('starts again in a profile whose lock a killed browser left', async () => {
    const lock = join(bob.profile, 'SingletonLock');
    await expect(lstat(lock)).rejects.toThrow(/ENOENT/);
    await symlink(`${hostname()}-4194303`, lock);
    await bob.start();
    await bob.home();
  });
});

describe('which browser', () => {
  test('branded Chrome, which would ignore the extension, is refused; none at all: what to install', async () => {
    const branded = join(world.folder, 'google-chrome');
    await writeFile(branded, '#!/bin/sh\necho "Google Chrome 156.0.1.2"\n', { mode: 0o755 });
    await expect(findChromium({ PEERWALL_CHROMIUM: branded })).rejects.toThrow(/refuses --load-extension/);
    await expect(findChromium({ PEERWALL_CHROMIUM: '/nowhere/chrome' })).rejects.toThrow(
      /which is no program/,
    );
    await expect(findChromium({ PATH: '/nowhere' })).rejects.toThrow(/apt-get install chromium/);
  });
});
