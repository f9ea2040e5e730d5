import { decode } from '../../protocol/codec.ts';
import { check } from '../../protocol/command.ts';
import { Card } from '../../protocol/identity.ts';
import type { ProfileRow } from '../identity.ts';
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

const KEYS = ['mark', 'delivery', 'hint', 'paused', 'quiet', 'phraseKept'];

/** The user's choices as they stand. */
export async function settingsView(db: Db): Promise<SettingsView> {
  const rows = await db.settings.bulkGet(KEYS);
  const profile = await db.profile.get('me');
  const [mark, delivery, hint, paused, quiet, phraseKept] = rows.map((row) => row?.value);
  return {
    about: aboutIn(profile),
    mark: mark ?? null,
    delivery: String(delivery ?? 'all'),
    hint: typeof hint === 'number' ? hint : null,
    paused: paused === true,
    quiet: quiet === true,
    phraseKept: phraseKept === true,
  };
}

/** What the own public profile says; empty where it says nothing. */
export async function ownAbout(db: Db): Promise<string> {
  return aboutIn(await db.profile.get('me'));
}

function aboutIn(profile: ProfileRow | undefined): string {
  return profile === undefined ? '' : (check(Card, decode(profile.card.card)).about ?? '');
}
