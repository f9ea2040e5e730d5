import { contrast, laidOver, readColour } from './colour.ts';
import { themeOf } from './theme.ts';

/** Names of the page's CSS variables that our frames take over. */
export const VARIABLES = [
  '--accent',
  '--card-background',
  '--popover-background',
  '--web-wash',
  '--wash',
  '--divider',
  '--primary-text',
  '--secondary-text',
  '--placeholder-text',
  '--disabled-text',
  '--comment-background',
  '--primary-button-background',
  '--secondary-button-background',
  '--hover-overlay',
  '--press-overlay',
  '--blue-link',
  '--highlight-bg',
  '--notification-badge',
  '--positive',
  '--negative',
  '--shadow-1',
  '--shadow-2',
  '--card-corner-radius',
  '--focus-ring-blue',
] as const;

/** Text must stand out from what it is written on at least so much, or a page could make it unreadable. */
const READABLE = 3;
/** Text in our frames, and what it is written on; white is ours. */
const PAIRS = [
  ['--primary-text', '--card-background'],
  ['--primary-text', '--popover-background'],
  ['--primary-text', '--comment-background'],
  ['--primary-text', '--secondary-button-background'],
  ['--secondary-text', '--card-background'],
  ['#ffffff', '--primary-button-background'],
  ['#ffffff', '--notification-badge'],
] as const;

/**
 * How the page looks beside an element, for a frame that stands there: the page's variables by their names, and
 * `font-family`, `direction`, `color-scheme`. Values that are no plain colour, length, shadow or list of fonts are left out, and so
 * are colours nobody could read: the page chooses them, and may mean harm.
 */
export function readLook(beside: Element): Record<string, string> {
  const style = getComputedStyle(beside);
  const told = VARIABLES.map((name) => [name, style.getPropertyValue(name).trim()] as const);
  const look = Object.fromEntries(told.filter(([, value]) => isPlain(value)));
  const family = style.fontFamily;
  return {
    ...readable(look),
    ...(isPlain(family) ? { 'font-family': family } : {}),
    direction: style.direction === 'rtl' ? 'rtl' : 'ltr',
    'color-scheme': themeOf(beside.ownerDocument),
  };
}

/** Whether a value can be handed on: short, and nothing in it that loads, refers or ends a rule. */
export function isPlain(value: string): boolean {
  if (value === '' || value.length > 200) return false;
  return (
    /^[-#\w\s(),.%'"]+$/.test(value) &&
    !/\b(url|image|image-set|src|attr|var|env|element|paint)\s*\(/i.test(value)
  );
}

/**
 * The same look; without any colour of text and grounds where one of them is missing, or could not be read: of half of them
 * and of what frames have by themselves nobody knows whether it can be.
 */
export function readable(look: Readonly<Record<string, string>>): Record<string, string> {
  const colourOf = (name: string) => readColour(name.startsWith('#') ? name : (look[name] ?? ''));
  const card = colourOf('--card-background');
  const canBeRead = ([text, ground]: (typeof PAIRS)[number]) => {
    const [one, other] = [colourOf(text), colourOf(ground)];
    if (one === null || other === null || card === null || card[3] < 1) return false;
    return one[3] > 0.5 && contrast(one, laidOver(other, card)) >= READABLE;
  };
  if (PAIRS.every(canBeRead)) return { ...look };
  const doubtful = new Set<string>(PAIRS.flat());
  return Object.fromEntries(Object.entries(look).filter(([name]) => !doubtful.has(name)));
}
