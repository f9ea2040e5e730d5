import type { Background } from './background.ts';
import { pageState } from './settings.ts';

/** Facebook's pages hear what is to be done on them from now on. */
export async function tellPages({ db, pushes }: Pick<Background, 'db' | 'pushes'>): Promise<void> {
  await pushes.toPages({ is: 'state', state: await pageState(db) });
}
