/** Colours of pictures, each its own at a glance, dark enough for white letters (4.5 to 1) in light and dark. */
export const COLOURS = [
  '#b3261e',
  '#c2410c',
  '#7c4a21',
  '#946200',
  '#4d7c0f',
  '#166534',
  '#0f766e',
  '#0e6f8e',
  '#1d5fd8',
  '#3b3fa8',
  '#7033d1',
  '#a21caf',
  '#c2185b',
  '#52606d',
] as const;

/** One or two letters of a name, for the picture of somebody without one; `?` for nobody known. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const [first, ...others] = words;
  if (first === undefined) return '?';
  const last = others.at(-1);
  return [first, ...(last === undefined ? [] : [last])].map((word) => firstLetter(word)).join('');
}

function firstLetter(word: string): string {
  const [letter = ''] = word.match(/[\p{L}\p{N}]/u) ?? [];
  return letter.toLocaleUpperCase();
}

/** The colour of somebody's picture, always the same for a UserID (hex): FNV-1a over all of it. */
export function colourOf(user: string): string {
  let hash = 0x811c9dc5;
  for (const letter of user) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return COLOURS[(hash >>> 8) % COLOURS.length] ?? COLOURS[0];
}
