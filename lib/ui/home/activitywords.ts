import type { ActivityLine } from '../../db/queries/activities.ts';

/** One day's activities. */
export interface Day {
  /** The day as the reader's language writes it. */
  title: string;
  lines: ActivityLine[];
}

/** Activities by local day, in their order. Times in ms. */
export function byDay(lines: readonly ActivityLine[], now: number, language?: string): Day[] {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'full' });
  const today = format.format(now);
  const days: Day[] = [];
  for (const line of lines) {
    const day = format.format(line.when);
    const title = day === today ? 'Today' : day;
    const last = days.at(-1);
    if (last?.title === title) last.lines.push(line);
    else days.push({ title, lines: [line] });
  }
  return days;
}

/** What the user did, in one sentence; `mine`: with something of their own. */
export function activityWord({ is, name }: Pick<ActivityLine, 'is' | 'name'>, mine: boolean): string {
  const whose = mine ? 'your own' : name === '' ? 'a' : `${name}’s`;
  const words: Readonly<Record<string, string>> = {
    post: 'You posted',
    comment: `You commented on ${whose} post`,
    reaction: `You reacted to something in ${whose} post`,
    edit: `You edited what you wrote in ${whose} post`,
    remove: `You removed something from ${whose} post`,
    delete: 'You deleted a post',
    report: `You reported something in ${whose} post`,
    friend: name === '' ? 'You have a new Friend' : `You and ${name} are Friends`,
  };
  return words[is] ?? 'You did something';
}
