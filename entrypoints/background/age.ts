/** Whether somebody born on that day is younger than `years` at a moment (ms since 1970, counted in UTC). */
export function isYounger(
  birth: { year: number; month: number; day: number },
  years: number,
  now: number,
): boolean {
  return Date.UTC(birth.year + years, birth.month - 1, birth.day) > now;
}
