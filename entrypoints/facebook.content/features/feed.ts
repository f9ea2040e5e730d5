import { feedUnits, mainColumn, type Numbers } from '../../../lib/site/facebook/feed.ts';
import { placesFor, type Turns, takeTurns } from '../../../lib/site/facebook/places.ts';
import { insist, oneAtATime } from '../insist.ts';
import type { Feature } from '../overlay.ts';
import { keepPool } from '../pool.ts';
import { keepSlots } from '../slots.ts';

/** As many posts are asked for at a time. */
const LIMIT = 50;

/** Posts of Friends stand in Facebook's feed, beside its cards: new ones on top, the others below the first and every third. */
export const feed: Feature = {
  name: 'feed',
  on: ['home'],
  // a post, a photo or a video opens above the feed, which stays where it is
  stays: ['permalink', 'other'],
  start(overlay, signal) {
    overlay.health.expect('feed', signal);
    const slots = keepSlots(keepPool(overlay, signal), signal);
    const numbers: Numbers = new Map();
    let turns: Turns | null = null;

    const lay = () => {
      const main = overlay.kind() === 'home' ? mainColumn(document) : null;
      const units = main === null ? [] : feedUnits(main, numbers);
      if (units.length === 0) return;
      overlay.health.report('feed', 'working');
      if (turns === null) return;
      const places = placesFor(
        turns,
        units.map(({ number }) => number),
      );
      slots.lay(places, units);
    };
    const ask = oneAtATime(async () => {
      const posts = await insist(() => overlay.background.feed(LIMIT), signal);
      if (posts === null) return;
      turns = takeTurns(turns, posts);
      overlay.changes.touch();
    });
    overlay.background.onPush((push) => {
      if (push.is === 'feed') ask();
    }, signal);
    // a page that was kept aside hears of nothing
    const looked = (event: Event) => event.isTrusted && document.visibilityState === 'visible' && ask();
    document.addEventListener('visibilitychange', looked, { signal });
    overlay.changes.each(lay, signal);
    ask();
  },
};
