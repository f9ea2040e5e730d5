import { contrast, readColour } from './colour.ts';
import { themeOf } from './theme.ts';

/** Names of the page's CSS variables that our frames take over. */
export const VARIABLES = [
  '--accent',
  '--surface-background',
  '--card-background',
  '--nav-bar-background',
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
  '--primary-button-text',
  '--secondary-button-background',
  '--secondary-button-text',
  '--hover-overlay',
  '--press-overlay',
  '--blue-link',
  '--highlight-bg',
  '--notification-badge',
  '--positive',
  '--negative',
  '--input-background',
  '--input-border-color',
  '--toast-background',
  '--toast-text',
  '--shadow-1',
  '--shadow-2',
  '--shadow-5',
  '--card-corner-radius',
  '--button-corner-radius',
  '--dialog-corner-radius',
  '--focus-ring-blue',
] as const;

/** Text must stand out from what it is written on at least so much, or a page could make it unreadable. */
const READABLE = 3;
const PAIRS = [
  ['--primary-text', '--card-background'],
  ['--primary-text', '--surface-background'],
  ['--primary-text', '--popover-background'],
  ['--primary-text', '--comment-background'],
  ['--secondary-text', '--card-background'],
  ['--primary-button-text', '--primary-button-background'],
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

/** Leaves out every colour of a pair that could not be read. */
export function readable(look: Readonly<Record<string, string>>): Record<string, string> {
  const kept = { ...look };
  for (const [text, ground] of PAIRS) {
    const one = readColour(look[text] ?? '');
    const other = readColour(look[ground] ?? '');
    if (one === null || other === null) continue;
    if (contrast(one, other) >= READABLE && one[3] > 0.5) continue;
    delete kept[text];
    delete kept[ground];
  }
  return kept;
}
