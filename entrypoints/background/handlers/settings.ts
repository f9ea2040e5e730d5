import type * as settings from '../../../lib/messages/requests/settings.ts';
import type { Background, HandlersOf } from '../background.ts';
import { pageState, setSwitch } from '../settings.ts';

export const settingsHandlers: HandlersOf<typeof settings> = {
  setPaused: async (background, { paused }) => {
    await setSwitch(background.db, 'paused', paused);
    return await tellPages(background);
  },
  setQuiet: async (background, { quiet }) => {
    await setSwitch(background.db, 'quiet', quiet);
    return await tellPages(background);
  },
  question: async ({ confirming }, { id }) => confirming.question(id),
  decide: async ({ confirming }, { id, yes }) => {
    confirming.decide(id, yes);
    return {};
  },
};

async function tellPages({ db, pushes }: Background): Promise<object> {
  await pushes.toPages({ is: 'state', state: await pageState(db) });
  return {};
}
