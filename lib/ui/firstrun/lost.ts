import { IN_USE } from '../../messages/inuse.ts';
import { webext } from '../../webext.ts';

/** Whether somebody was registered here: where the database says nothing of it, the browser lost it. */
export async function wasInUse(): Promise<boolean> {
  const { [IN_USE]: noted } = await webext.storage.local.get(IN_USE);
  return noted === true;
}
