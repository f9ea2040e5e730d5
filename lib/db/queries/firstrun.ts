import type { Db } from '../schema.ts';

/** How far the user came on the way from nothing to a registered name. */
export interface FirstRunView {
  joined: boolean;
  /** The name they chose; null while there is no identity here. */
  name: string | null;
  /** The ID server has the name. */
  registered: boolean;
  /** Why it would not; null while it did not say no. */
  refused: string | null;
  /** What went wrong at the last try, where it is tried again. */
  why: string | null;
  /** The user wrote the recovery phrase down. */
  phraseKept: boolean;
}

/** Where the first run goes on after any reload. */
export async function firstRunView(db: Db): Promise<FirstRunView> {
  const joined = (await db.network.count()) > 0;
  const profile = await db.profile.get('me');
  const deed = await db.deeds.get('register');
  return {
    joined,
    name: profile?.name ?? null,
    registered: profile?.listing !== undefined,
    refused: deed?.state === 'refused' ? (deed.code ?? 'invalid') : null,
    why: deed?.why ?? null,
    phraseKept: (await db.settings.get('phraseKept'))?.value === true,
  };
}
