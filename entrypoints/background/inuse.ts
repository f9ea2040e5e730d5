import { watch } from '../../lib/db/live.ts';
import type { Db } from '../../lib/db/schema.ts';
import { IN_USE } from '../../lib/messages/inuse.ts';
import type { Webext } from '../../lib/webext.ts';

type Api = Pick<Webext, 'storage'>;

/** Notes outside the database, once, that somebody is registered here. Leaving takes it away. */
export function noteInUse({ storage }: Api, db: Db): () => void {
  const isRegistered = async (): Promise<boolean> => (await db.profile.get('me'))?.listing !== undefined;
  return watch(isRegistered, (registered) => {
    if (registered) void note(storage.local).catch(() => undefined);
  });
}

// what is written only once is not in danger on a full disk
async function note(area: Api['storage']['local']): Promise<void> {
  const { [IN_USE]: noted } = await area.get(IN_USE);
  if (noted !== true) await area.set({ [IN_USE]: true });
}
