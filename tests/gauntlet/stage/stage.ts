import type { Page, Worker } from 'playwright-core';
import type { Push } from '../../../lib/messages/pushes.ts';
import { create } from '../../../lib/messages/requests/identity.ts';
import { post } from '../../../lib/messages/requests/items.ts';
import { join, look } from '../../../lib/messages/requests/network.ts';
import type { Person } from '../../../servers/browser/person.ts';
import type { Replica } from '../../../servers/replica/start.ts';
import { startWorld, type World } from '../../e2e/world/world.ts';
import { askFromHome } from './asker.ts';
import { countWall, listInFeed } from './newsfeed.ts';

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
  /** The background says something to all of Facebook's pages. */
  tellPages(push: Push): Promise<void>;
  /** From now on messages from Facebook's pages to the background are noted. */
  listen(): Promise<void>;
  /** The questions noted, each with the path of its page. */
  heard(): Promise<string[]>;
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
        await home.evaluate(listInFeed, drop);
        return drop;
      },
      countPosts: () => home.evaluate(countWall),
      tellPages: async (push) => await (await backgroundOf(alice)).evaluate(tellPages, push),
      listen: async () => await (await backgroundOf(alice)).evaluate(listen),
      heard: async () => await (await backgroundOf(alice)).evaluate(heard),
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

interface Background {
  noted?: string[];
  chrome: {
    tabs: {
      query(which: { url: string }): Promise<{ id: number }[]>;
      sendMessage(tab: number, push: Push): Promise<unknown>;
    };
    runtime: {
      onMessage: {
        addListener(hear: (message: { ask?: string }, sender: { url?: string }) => void): void;
      };
    };
  };
}

function backgroundOf({ context }: Person): Worker | Promise<Worker> {
  return context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker');
}

async function tellPages(push: Push): Promise<void> {
  const { chrome } = globalThis as unknown as Background;
  for (const { id } of await chrome.tabs.query({ url: 'https://www.facebook.com/*' }))
    await chrome.tabs.sendMessage(id, push).catch(() => undefined);
}

function listen(): void {
  const background = globalThis as unknown as Background;
  const noted: string[] = [];
  background.noted = noted;
  background.chrome.runtime.onMessage.addListener(({ ask }, { url }) => {
    if (url?.startsWith('https://www.facebook.com/')) noted.push(`${ask} ${new URL(url).pathname}`);
  });
}

function heard(): string[] {
  return (globalThis as unknown as Background).noted ?? [];
}
