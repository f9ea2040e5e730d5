import { median, type Rate, share } from './measure.ts';

/** Prints a table in Markdown, columns aligned; the first row is the head. */
export function table(title: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, i) => (row[i] ?? '').padEnd(width)).join(' | ')} |`;
  const [head, ...body] = rows.map(line);
  console.log(
    `\n## ${title}\n\n${head}\n|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|\n${body.join('\n')}`,
  );
}

/** A number for people: three significant digits, thousands apart. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}

/**
 * Rows of rates with spread; each with its ratio to the floors named, round by round, as median, and with the CPU time
 * the server's process had for one (which other work on the machine moves less than it moves the rates).
 */
export function rates(title: string, all: readonly Rate[], floors: readonly string[] = []): void {
  const withCpu = all.some(({ cpu }) => cpu.some(Number.isFinite));
  const rows = all.map((rate) => [
    rate.name,
    ...[Math.min(...rate.rounds), median(rate.rounds), Math.max(...rate.rounds)].map(figure),
    ...floors.map((floor) => figure(share(all, rate.name, floor))),
    ...(withCpu ? [figure(median(rate.cpu)), figure(median(rate.main))] : []),
  ]);
  const head = ['per second', 'min', 'median', 'max', ...floors.map((floor) => `of "${floor}"`)];
  table(title, [[...head, ...(withCpu ? ['server CPU, us', 'its main thread'] : [])], ...rows]);
}

/** A line below a table that says whether an aim was met. */
export function aim(what: string, wanted: string, met: boolean): void {
  console.log(`\n${met ? 'met' : 'NOT met'}: ${what} (aim: ${wanted})`);
}
