import { decode } from '../../protocol/codec.ts';
import { check } from '../../protocol/command.ts';
import { Card } from '../../protocol/identity.ts';
import type { Db } from '../schema.ts';

/** What the settings page shows; the mark as it was chosen, unchecked. */
export interface SettingsView {
  about: string;
  mark: unknown;
  /** all, verified, never */
  delivery: string;
  /** The cell of the table sent with half of all reads; null for none. */
  hint: number | null;
  paused: boolean;
  quiet: boolean;
  phraseKept: boolean;
}

/** The user's choices as they stand. */
export async function settingsView(db: Db): Promise<SettingsView> {
  const value = async (key: string) => (await db.settings.get(key))?.value;
  const hint = await value('hint');
  return {
    about: await ownAbout(db),
    mark: (await value('mark')) ?? null,
    delivery: String((await value('delivery')) ?? 'all'),
    hint: typeof hint === 'number' ? hint : null,
    paused: (await value('paused')) === true,
    quiet: (await value('quiet')) === true,
    phraseKept: (await value('phraseKept')) === true,
  };
}

/** What the own public profile says; empty where it says nothing. */
export async function ownAbout(db: Db): Promise<string> {
  const profile = await db.profile.get('me');
  if (profile === undefined) return '';
  return check(Card, decode(profile.card.card)).about ?? '';
}
