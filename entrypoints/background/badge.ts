import { watch } from '../../lib/db/live.ts';
import { unseenCount } from '../../lib/db/queries/unseen.ts';
import type { Db } from '../../lib/db/schema.ts';
import type { Webext } from '../../lib/webext.ts';
import { isOn } from './settings.ts';

type Api = Pick<Webext, 'action'>;

/** Keeps the number of unseen notifications on the toolbar's icon; none while paused. */
export function keepBadge({ action }: Api, db: Db): () => void {
  void action.setBadgeBackgroundColor({ color: '#e41e3f' });
  const count = async (): Promise<number> => ((await isOn(db, 'paused')) ? 0 : await unseenCount(db));
  return watch(count, (unseen) => {
    void action.setBadgeText({ text: textOf(unseen) });
  });
}

function textOf(unseen: number): string {
  if (unseen === 0) return '';
  return unseen > 99 ? '99+' : String(unseen);
}
