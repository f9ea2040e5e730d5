import { feedUnits, mainColumn, type Numbers } from '../../../lib/site/facebook/feed.ts';
import { noTurns, placesFor, takeTurns } from '../../../lib/site/facebook/places.ts';
import type { Feature } from '../overlay.ts';
import { keepPool } from '../pool.ts';
import { keepSlots } from '../slots.ts';

/** As many posts are asked for at a time. */
const LIMIT = 50;

/** Posts of Friends stand in Facebook's feed, beside its cards: new ones on top, the others one after every third card. */
export const feed: Feature = {
  name: 'feed',
  on: ['home'],
  // a post, a photo or a video opens above the feed, which stays where it is
  stays: ['permalink', 'other'],
  start(overlay, signal) {
    overlay.health.expect('feed', signal);
    const slots = keepSlots(keepPool(overlay, signal), signal);
    const numbers: Numbers = new Map();
    let turns = noTurns();

    const lay = () => {
      const main = overlay.kind() === 'home' ? mainColumn(document) : null;
      const units = main === null ? [] : feedUnits(main, numbers);
      if (units.length === 0) return;
      overlay.health.report('feed', 'working');
      const places = placesFor(
        turns,
        units.map(({ number }) => number),
      );
      slots.lay(places, units);
    };
    const ask = async () => {
      turns = takeTurns(turns, await overlay.background.feed(LIMIT));
      overlay.changes.touch();
    };
    const asked = () => ask().catch(() => undefined);
    overlay.background.onPush((push) => {
      if (push.is === 'feed') asked();
    }, signal);
    overlay.changes.each(lay, signal);
    asked();
  },
};
