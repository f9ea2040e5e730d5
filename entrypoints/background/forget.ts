import type { Background } from './background.ts';

/** The user left the network: what this browser knew of them goes, and pages say so. */
export async function forgetAll({ local, db, webext, pushes }: Background): Promise<void> {
  local.stop();
  await db.delete();
  await db.open();
  await webext.storage.local.clear();
  await webext.action.setBadgeText({ text: '' });
  await pushes.toPages({ is: 'state', state: 'nobody' });
}
