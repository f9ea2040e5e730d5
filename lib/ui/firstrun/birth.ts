/** A birth date as the ID server is asked with it. */
export interface Birth {
  year: number;
  month: number;
  day: number;
}

/** Reads `YYYY-MM-DD`, a day of the calendar that was not after `now` (ms); null for anything else. */
export function readBirth(typed: string, now: number): Birth | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed.trim()) ?? [];
  const birth = { year: Number(year), month: Number(month), day: Number(day) };
  const at = new Date(Date.UTC(birth.year, birth.month - 1, birth.day));
  const real = at.getUTCMonth() === birth.month - 1 && at.getUTCDate() === birth.day && birth.month > 0;
  return real && birth.year >= 1890 && at.getTime() <= now ? birth : null;
}

/** Age in whole years on the day of `now` (ms), by UTC. */
export function ageOn({ year, month, day }: Birth, now: number): number {
  const today = new Date(now);
  const had =
    today.getUTCMonth() + 1 > month || (today.getUTCMonth() + 1 === month && today.getUTCDate() >= day);
  return today.getUTCFullYear() - year - (had ? 0 : 1);
}
