import type { Page } from 'puppeteer-core';
import { post } from '../../lib/messages/requests/items.ts';
import { startWorld, type World } from '../e2e/world/world.ts';
import { countWall, listInFeed } from '../gauntlet/stage/newsfeed.ts';
import { ask, makeIdentity } from './asker.ts';
import { type Firefox, startFirefox } from './driver.ts';

/** One person with Firefox and an identity, on a network and a replica of facebook.com. */
export interface Stage {
  readonly world: World;
  readonly firefox: Firefox;
  readonly home: Page;
  /** Posts for Friends, as Home does, and lists the post in the feed as if a Friend had. */
  post(text: string): Promise<void>;
  /** How many posts the person has made. */
  countPosts(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts it; nothing is left running where that fails. */
export async function startStage(name: string): Promise<Stage> {
  const opened = new AsyncDisposableStack();
  try {
    const world = await startWorld({ people: [] });
    opened.defer(() => world.stop());
    const firefox = await startFirefox({ network: world.stack.network(), replicaPort: world.replica.port });
    opened.defer(() => firefox.stop());
    const home = await firefox.ours('home.html');
    await makeIdentity(home, name);
    return {
      world,
      firefox,
      home,
      post: async (text) => {
        const words = { text, photos: [], audience: 'friends' as const, chosen: [], keywords: [] };
        await home.evaluate(listInFeed, (await ask(home, post, words)).drop);
      },
      countPosts: () => home.evaluate(countWall),
      stop: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
