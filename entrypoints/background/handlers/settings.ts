import type * as settings from '../../../lib/messages/requests/settings.ts';
import type { HandlersOf } from '../background.ts';
import { setSwitch } from '../settings.ts';
import { tellPages } from '../tellpages.ts';

export const settingsHandlers: HandlersOf<typeof settings> = {
  setPaused: async (background, { paused }) => {
    await setSwitch(background.db, 'paused', paused);
    await tellPages(background);
    return {};
  },
  setQuiet: async (background, { quiet }) => {
    await setSwitch(background.db, 'quiet', quiet);
    await tellPages(background);
    return {};
  },
  question: async ({ confirming }, { id }) => confirming.question(id),
  decide: async ({ confirming }, { id, yes }) => {
    confirming.decide(id, yes);
    return {};
  },
};
