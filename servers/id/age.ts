/** A birth date as a person writes it: month 1 to 12, day 1 to 31. */
export interface Birth {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The UTC date of a moment (ms). */
export function dateOf(now: number): Birth {
  const date = new Date(now);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Whether there is such a day, not before 150 years ago and not after `today`. */
export function isBirth(birth: Birth, today: Birth): boolean {
  const date = new Date(0);
  date.setUTCFullYear(birth.year, birth.month - 1, birth.day);
  const exists = date.getUTCMonth() + 1 === birth.month && date.getUTCDate() === birth.day;
  return exists && birth.year >= today.year - 150 && !isBefore(today, birth);
}

/** Whether somebody born then is `age` years old on that day. Who was born on 29 February is so on 1 March of common years. */
export function isOver(birth: Birth, age: number, today: Birth): boolean {
  return !isBefore(today, { ...birth, year: birth.year + age });
}

function isBefore(a: Birth, b: Birth): boolean {
  if (a.year !== b.year) return a.year < b.year;
  return a.month !== b.month ? a.month < b.month : a.day < b.day;
}
