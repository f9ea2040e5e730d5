import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { base64url, hex } from '../../lib/bytes.ts';
import type { EntryRow } from '../../lib/db/items.ts';
import { until } from '../../servers/browser/until.ts';
import type { Stack } from '../../servers/stack/stack.ts';
import { startStack } from '../../servers/stack/start.ts';
import { Person } from '../network/story/person.ts';
import { testPictures } from '../network/story/pictures.ts';
import { newPerson } from './backgroundpeople.ts';
import { DoorRecorder, Driven } from './backgroundworld.ts';

/** The service worker is stopped when its question of this number reaches a door; 0: when the deed was answered. */
const STEPS = [0, 1, 2, 3, 5, 8];
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);

const POST = { photos: [], audience: 'friends', chosen: [], keywords: [] };

let stack: Stack;
let dataDir: string;
let doors: DoorRecorder;
let alice: Driven;
let bob: Person;
/** A post of Bob's that Alice has. */
let bobs: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'peerwall-stopped-'));
  // as of an old account: a hundred credentials, for there are many deeds here
  const settings = { id: { newAccountDays: 0 } };
  stack = await startStack({ dataDir, inProcess: true, terms: { signupBits: 4, strangerBits: 4 }, settings });
  doors = new DoorRecorder();
  alice = await Driven.open('Alice', stack);
  bob = await inNode('Bob');
});
afterAll(async () => {
  await alice?.close();
  bob?.close();
  doors?.[Symbol.dispose]();
  await stack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('an identity is registered once, however often the service worker was stopped on the way', async () => {
  const { authority } = (await alice.ask('network.look', { source: { from: 'builtin' } })) as {
    authority: string;
  };
  await alice.ask('network.join', { source: { from: 'builtin' }, authority });
  await alice.ask('identity.create', newPerson('Alice'));
  for (const step of [0, 1, 2, 4, 6, 9]) await stopAt(step);
  await alice.settled();
  const { user } = await bob.does.findPerson({ name: 'Alice' });
  const [profile] = await alice.rows<{ user: Uint8Array; leaves: number[]; listing?: object }>('profile');
  expect(profile?.listing).toBeDefined();
  expect(profile?.leaves).toHaveLength(1);
  const boxes = await alice.rows<{ made: boolean }>('mailboxes');
  expect(boxes.map(({ made }) => made)).toEqual([true, true]);
  await alice.ask('friends.ask', { user: await bob.user(), text: '' });
  await at(bob, 'the request', () => bob.service.db.requests.get(user));
  await bob.does.acceptFriend({ user, wallFrom: 0 });
  bobs = (await bob.does.post({ text: 'Bob’s', audience: 'friends' })).drop;
  await at(bob, 'Bob’s post at Alice', async () => {
    await alice.ask('surface.visible', { visible: false });
    await alice.ask('surface.visible', { visible: true });
    return (await alice.rows<{ drop: string }>('newsFeed')).some(({ drop }) => drop === bobs);
  });
});

test('a post whose question was never answered is there and at Bob, or nowhere', async () => {
  for (const ms of [0, 3, 10, 30, 60, 120]) {
    await alice.ask('status');
    const text = `unanswered ${ms}`;
    const asked = done('items.post', { ...POST, text }).then(
      () => true,
      () => false,
    );
    await new Promise((resolve) => setTimeout(resolve, ms));
    await alice.stopWorker();
    const answered = await asked;
    await alice.settled();
    const drops = (await alice.rows<EntryRow>('entries'))
      .filter((row) => textOf(row) === text)
      .map(({ drop }) => drop);
    expect(drops.length).toBeLessThanOrEqual(1);
    if (answered) expect(drops).toHaveLength(1);
    for (const drop of drops) {
      await at(bob, 'the post', async () => (await textsOf(drop)).includes(text));
      expect((await bob.sees.feed()).filter((row) => row.drop === drop)).toHaveLength(1);
    }
  }
});

describe('whatever Alice does is done once at Bob, though her service worker is stopped', () => {
  test('a post with a photo', async () => {
    await each(async (text) => {
      const sizes = [{ type: 'image/png', width: 2, height: 2, bytes: base64url(PNG) }];
      const photos = [{ sizes, alt: 'A dot' }];
      const { drop } = await done<{ drop: string }>('items.post', {
        text,
        photos,
        audience: 'friends',
        chosen: [],
        keywords: [],
      });
      return async () => {
        await at(bob, 'the post', async () => (await textsOf(drop)).includes(text));
        const feed = await bob.sees.feed();
        expect(feed.filter((row) => row.drop === drop)).toHaveLength(1);
        expect(await textsOf(drop)).toEqual([text]);
        const [entry] = await bob.sees.thread(drop);
        const hash =
          entry?.body !== null && entry?.body.is === 'post' && 'photos' in entry.body
            ? entry.body.photos[0]?.hash
            : undefined;
        const name = { drop, entry: entry?.entry ?? '', hash: hex(hash ?? new Uint8Array()) };
        const photo = await at(bob, 'the photo', () => bob.does.loadBlob(name).catch(() => undefined));
        expect(photo.bytes).toEqual(PNG);
      };
    });
  });

  test('a comment', async () => {
    await each(async (text) => {
      await done('items.comment', { drop: bobs, text, re: null });
      return async () => {
        await at(bob, 'the comment', async () => (await textsOf(bobs)).includes(text));
        expect((await textsOf(bobs)).filter((one) => one === text)).toEqual([text]);
      };
    });
    const told = (await bob.sees.notifications()).filter(({ is }) => is === 'comment');
    expect(told).toHaveLength(new Set(told.map(({ entry }) => entry)).size);
  });

  test('a reaction', async () => {
    const [post] = await bob.sees.thread(bobs);
    await each(async (_, step) => {
      const reaction = step % 2 === 0 ? 'love' : 'haha';
      await done('items.react', { drop: bobs, entry: post?.entry, reaction });
      return async () => {
        await at(bob, 'the reaction', async () => (await reactionsOf(bobs)).join() === reaction);
        expect(await reactionsOf(bobs)).toEqual([reaction]);
      };
    });
  });

  test('an edit, with one earlier version each', async () => {
    const { entry } = await done<{ entry: string }>('items.comment', { drop: bobs, text: 'first', re: null });
    await alice.settled();
    let times = 0;
    await each(async (text) => {
      await done('items.edit', { drop: bobs, entry, text });
      times += 1;
      return async () => {
        const row = await at(bob, 'the edit', async () => {
          const found = (await bob.sees.thread(bobs)).find((one) => one.entry === entry);
          return found !== undefined && textOf(found) === text ? found : undefined;
        });
        expect(row.stored?.rev).toBe(times);
      };
    });
  });

  test('a comment taken back', async () => {
    await each(async (text) => {
      const { entry } = await done<{ entry: string }>('items.comment', { drop: bobs, text, re: null });
      await alice.settled();
      await at(bob, 'the comment', async () => (await textsOf(bobs)).includes(text));
      await done('items.remove', { drop: bobs, entry });
      return async () => {
        await at(bob, 'its end', async () => !(await textsOf(bobs)).includes(text));
      };
    });
  });

  test('a deleted post', async () => {
    await each(async (text) => {
      const { drop } = await done<{ drop: string }>('items.post', {
        text,
        photos: [],
        audience: 'friends',
        chosen: [],
        keywords: [],
      });
      await alice.settled();
      await at(bob, 'the post', async () => (await textsOf(drop)).includes(text));
      await done('items.delete', { drop });
      return async () => {
        await at(bob, 'its end', async () => (await bob.service.db.items.get(drop))?.state === 'deleted');
      };
    });
  });

  test('letters, in their order', async () => {
    const texts: string[] = [];
    await each(async (text) => {
      await done('friends.message', { user: await bob.user(), text });
      texts.push(text);
      return async () => {
        await at(bob, 'the letter', async () => (await bob.sees.inbox()).some((one) => one.text === text));
      };
    });
    expect((await bob.sees.inbox()).map(({ text }) => text)).toEqual(texts);
  });

  test('an accepted Friend', async () => {
    const [{ user: me = new Uint8Array() } = {}] = await alice.rows<{ user: Uint8Array }>('profile');
    await each(
      async (_, step) => {
        const carol = await inNode(`Carol ${String.fromCharCode(65 + step)}`);
        const user = await carol.user();
        await carol.does.askFriend({ user: hex(Uint8Array.from(Object.values(me))), wallFrom: 0 });
        await at(carol, 'the request at Alice', async () => {
          await alice.ask('surface.visible', { visible: false });
          await alice.ask('surface.visible', { visible: true });
          return (await alice.rows<{ user: string }>('requests')).some((one) => one.user === user);
        });
        await until(
          'a checked request',
          async () =>
            (await alice.rows<{ user: string; checked: boolean }>('friends')).find((one) => one.user === user)
              ?.checked,
          60_000,
        );
        await done('friends.accept', { user, wallFrom: 'none' });
        return async () => {
          const friends = await at(carol, 'the friendship', async () => {
            const rows = await carol.sees.friends();
            return rows.length > 0 ? rows : undefined;
          });
          expect(friends.map(({ name }) => name)).toEqual(['Alice']);
          carol.close();
        };
      },
      [0, 1, 2, 4],
    );
  });
});

/** Does a deed once for each step, stopping the worker there, and checks what came of it. */
async function each(
  deed: (text: string, step: number) => Promise<() => Promise<void>>,
  steps: readonly number[] = STEPS,
): Promise<void> {
  for (const step of steps) {
    const check = await deed(`${expect.getState().currentTestName} ${step}`, step);
    const reached = await stopAt(step, asked);
    await alice.settled();
    await check();
    if (!reached) {
      expect(step).toBeGreaterThan(1);
      return;
    }
  }
}

/** Stops the worker at its question of this number since the count began; false where it asks fewer. */
async function stopAt(step: number, questions = new Questions()): Promise<boolean> {
  const reached = step === 0 || (await questions.reach(step));
  doors.onRequest = () => undefined;
  if (reached) await alice.stopWorker();
  return reached;
}

/** Counts what reaches any door from now on. */
class Questions {
  #count = 0;
  #heard: () => void = () => undefined;

  constructor() {
    doors.onRequest = () => {
      this.#count += 1;
      this.#heard();
    };
  }

  /** Resolves when there were so many; false where all is done before. */
  reach(step: number): Promise<boolean> {
    return new Promise((resolve) => {
      this.#heard = () => {
        if (this.#count >= step) resolve(true);
      };
      this.#heard();
      void alice.settled().then(() => resolve(false));
    });
  }
}

/** Since the last deed was asked for: some of its questions may be there before it is answered. */
let asked: Questions;

async function done<T>(name: string, args: object): Promise<T> {
  asked = new Questions();
  return (await alice.ask(name, args)) as T;
}

/** Somebody whose local service runs in Node. */
async function inNode(name: string): Promise<Person> {
  const person = new Person(name, { now: Date.now, pictures: testPictures(), people: [] });
  await person.open();
  const file = stack.network();
  await person.does.joinNetwork({ file, authority: file.file.authority });
  await person.does.createIdentity({ name, birth: { year: 1990, month: 5, day: 17 } });
  await person.settle();
  return person;
}

/** Lets somebody in Node work until there is what is waited for. */
async function at<T>(person: Person, what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  return await until(
    what,
    async () => {
      await person.turn();
      return await look();
    },
    60_000,
  );
}

async function textsOf(drop: string): Promise<string[]> {
  return (await bob.sees.thread(drop)).map(textOf);
}

function textOf({ body }: EntryRow): string {
  return body !== null && 'text' in body ? body.text : '';
}

async function reactionsOf(drop: string): Promise<string[]> {
  const rows = await bob.sees.reactions(drop);
  return rows.flatMap(({ body }) =>
    body?.is === 'reactions' && 'to' in body ? body.to.map(([, reaction]) => reaction) : [],
  );
}
