/** Names of the page's own variables that a frame takes over; each has a fallback in assets/styles/variables.css. */
export const TAKEN = [
  '--accent',
  '--blue-link',
  '--card-background',
  '--card-corner-radius',
  '--comment-background',
  '--disabled-text',
  '--divider',
  '--focus-ring-blue',
  '--highlight-bg',
  '--hover-overlay',
  '--negative',
  '--notification-badge',
  '--placeholder-text',
  '--popover-background',
  '--positive',
  '--press-overlay',
  '--primary-button-background',
  '--primary-text',
  '--secondary-button-background',
  '--secondary-text',
  '--shadow-1',
  '--shadow-2',
  '--wash',
  '--web-wash',
] as const;

/** What a frame does with the look of the page beside it. */
export interface Look {
  variables: [string, string][];
  /** null where the page did not say. */
  dark: boolean | null;
  direction: 'ltr' | 'rtl';
  font: string | null;
}

/** A colour or length alone: nothing that could load, move or cover anything. */
const VALUE = /^(#[0-9a-f]{3,8}|(rgb|hsl)a?\([0-9.,%/\s-]{1,60}\)|[0-9.]{1,6}(px|rem|em)|[a-z]{3,20})$/i;
const FONT = /^[\w\s,'"-]{1,200}$/;

/**
 * Reads what the content script saw of the page's look (`--name`, `color-scheme`, `direction`, `font-family`). The page
 * wrote it: only known names with values of colours, lengths and names of fonts come through.
 */
export function readLook(look: Readonly<Record<string, string>>): Look {
  const variables = TAKEN.flatMap((name): [string, string][] => {
    const value = look[name]?.trim();
    return value !== undefined && VALUE.test(value) ? [[name, value]] : [];
  });
  const scheme = look['color-scheme'];
  const font = look['font-family']?.trim();
  return {
    variables,
    dark: scheme === 'dark' ? true : scheme === 'light' ? false : null,
    direction: look.direction === 'rtl' ? 'rtl' : 'ltr',
    font: font !== undefined && FONT.test(font) ? font : null,
  };
}

/** Puts the look on a document's root; what the page does not say any more goes back to the fallback. */
export function wear(root: HTMLElement, look: Look): void {
  for (const name of TAKEN) root.style.removeProperty(name);
  for (const [name, value] of look.variables) root.style.setProperty(name, value);
  if (look.font === null) root.style.removeProperty('--font');
  else root.style.setProperty('--font', look.font);
  root.dir = look.direction;
  if (look.dark === null) root.removeAttribute('data-theme');
  else root.dataset.theme = look.dark ? 'dark' : 'light';
}
