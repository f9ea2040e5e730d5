import { hex } from '../../bytes.ts';
import { checkLetterKey } from '../../crypto/card.ts';
import type { Handler } from './handler.ts';

const KEPT = 3;

/** The week's letter key of the device that wrote: letters go to it from now on. */
export const onKey: Handler<'key'> = async ({ db, p }, { device }, { key }) => {
  if (hex(key.device) !== device || !checkLetterKey(p, key)) return;
  const row = await db.devices.get(device);
  if (row === undefined) return;
  const others = row.letterKeys.filter((one) => one.week !== key.week);
  const letterKeys = [{ week: key.week, pk: key.pk }, ...others]
    .sort((a, b) => b.week - a.week)
    .slice(0, KEPT);
  await db.devices.update(device, { letterKeys });
};
