import * as v from 'valibot';
import type { Db } from '../../lib/db/schema.ts';
import type { FramePush, Push } from '../../lib/messages/pushes.ts';
import { mark, type OwnMark } from '../../lib/messages/requests/frame.ts';

export type PageState = Extract<Push, { is: 'state' }>['state'];
export type Look = Extract<FramePush, { is: 'look' }>['look'];

/** Switches kept in the database. */
export type Switch = 'paused' | 'quiet' | 'phraseKept';

export async function isOn(db: Db, name: Switch): Promise<boolean> {
  return (await db.settings.get(name))?.value === true;
}

export async function setSwitch(db: Db, name: Switch, value: boolean): Promise<void> {
  await db.settings.put({ key: name, value });
}

/** The user's mark; null until it was chosen. */
export async function readMark(db: Db): Promise<OwnMark | null> {
  const read = v.safeParse(mark, (await db.settings.get('mark'))?.value);
  return read.success ? read.output : null;
}

export async function setMark(db: Db, value: OwnMark): Promise<void> {
  await db.settings.put({ key: 'mark', value });
}

/** What is to be done on Facebook's pages. */
export async function pageState(db: Db): Promise<PageState> {
  if (await isOn(db, 'paused')) return 'paused';
  if ((await db.profile.get('me')) === undefined) return 'nobody';
  return (await isOn(db, 'quiet')) ? 'quiet' : 'on';
}
