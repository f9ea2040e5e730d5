/** Colours of pictures: dark enough for white letters (4.5 to 1), in light and dark. */
const COLOURS = [
  '#1f6f54',
  '#7a3e9d',
  '#a33b2a',
  '#2c5d9e',
  '#8a5a00',
  '#9b2d64',
  '#3f6b1d',
  '#4a5578',
  '#00687a',
  '#6b4a3a',
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

/** The colour of somebody's picture, always the same for a UserID (hex). */
export function colourOf(user: string): string {
  const number = Number.parseInt(user.slice(0, 8) || '0', 16);
  return COLOURS[(Number.isNaN(number) ? 0 : number) % COLOURS.length] ?? COLOURS[0];
}
