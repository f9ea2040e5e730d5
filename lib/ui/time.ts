const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago something was, as a post's second line says it: `now`, `5m`, `3h`, `2d`, then the day. Times in ms. */
export function ago(when: number, now: number, language?: string): string {
  const since = now - when;
  if (since < MINUTE) return 'now';
  if (since < HOUR) return `${Math.floor(since / MINUTE)}m`;
  if (since < DAY) return `${Math.floor(since / HOUR)}h`;
  if (since < 7 * DAY) return `${Math.floor(since / DAY)}d`;
  const sameYear = new Date(when).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(when);
}

/** The moment itself, in full, as the reader's language writes it. */
export function moment(when: number, language?: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(when);
}
