import { luminance, readColour } from './colour.ts';

export type Theme = 'light' | 'dark';

/** The page's own word for its theme, else how bright it is behind everything. */
export function themeOf(doc: Document): Theme {
  const { classList } = doc.documentElement;
  if (classList.contains('__fb-dark-mode')) return 'dark';
  if (classList.contains('__fb-light-mode')) return 'light';
  for (const element of [doc.body, doc.documentElement]) {
    const colour = element === null ? null : readColour(getComputedStyle(element).backgroundColor);
    if (colour !== null && colour[3] > 0) return luminance(colour) < 0.4 ? 'dark' : 'light';
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
