import type { Page } from 'playwright-core';
import { create } from '../../../lib/messages/requests/identity.ts';
import { post } from '../../../lib/messages/requests/items.ts';
import { join, look } from '../../../lib/messages/requests/network.ts';
import type { Person } from '../../../servers/browser/person.ts';
import type { Replica } from '../../../servers/replica/start.ts';
import { startWorld, type World } from '../../e2e/world/world.ts';
import { askFromHome } from './asker.ts';

/** One person with an identity, on a network and a replica of facebook.com. */
export interface Stage {
  readonly world: World;
  readonly alice: Person;
  readonly replica: Replica;
  readonly home: Page;
  /** Posts for Friends, as Home does, and lists the post in the feed as if a Friend had; the drop (hex). */
  post(text: string): Promise<string>;
  /** How many posts the person has made. */
  countPosts(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts it; the person's name on the network is `name`. Nothing is left running where that fails. */
export async function startStage(name = 'Alice'): Promise<Stage> {
  const world = await startWorld({ people: ['Alice'] });
  try {
    const alice = world.person('Alice');
    const home = await alice.home();
    await makeIdentity(home, name);
    return {
      world,
      alice,
      replica: world.replica,
      home,
      post: async (text) => {
        const words = { text, photos: [], audience: 'friends' as const, chosen: [], keywords: [] };
        const { drop } = await askFromHome(home, post, words);
        await listInFeed(home, drop);
        return drop;
      },
      countPosts: () => home.evaluate(countWall),
      stop: () => world.stop(),
    };
  } catch (error) {
    await world.stop();
    throw error;
  }
}

async function makeIdentity(home: Page, name: string): Promise<void> {
  const source = { from: 'builtin' as const };
  const card = await askFromHome(home, look, { source });
  await askFromHome(home, join, { source, authority: card.authority });
  await askFromHome(home, create, {
    name,
    birth: { year: 1990, month: 5, day: 4 },
    mark: { colour: 'blue', picture: 'anchor', phrase: 'quiet river' },
    delivery: 'never',
  });
}

// Written past the local service: who wrote a post makes no difference to where it stands and what the page sees of it.
async function listInFeed(home: Page, drop: string): Promise<void> {
  await home.evaluate(async (key) => {
    const opening = indexedDB.open('peerwall');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const writing = opening.result.transaction('newsFeed', 'readwrite');
    writing.objectStore('newsFeed').put({ drop: key, user: '00'.repeat(32), when: Date.now() });
    await new Promise((resolve) => writing.addEventListener('complete', resolve));
    opening.result.close();
  }, drop);
}

async function countWall(): Promise<number> {
  const opening = indexedDB.open('peerwall');
  await new Promise((resolve) => opening.addEventListener('success', resolve));
  const counting = opening.result.transaction('wall').objectStore('wall').count();
  await new Promise((resolve) => counting.addEventListener('success', resolve));
  opening.result.close();
  return counting.result;
}
