/**
 * What Facebook's pages are known by: roles, ARIA, `data-*` and addresses, never classes or words. Each place has candidates,
 * the best first; the first one that gives as many elements as expected is believed. Observed, not promised by anybody.
 */
export interface Candidate {
  readonly css: string;
  /** Fewest and most elements it gives on a page that has the place. */
  readonly expect: readonly [least: number, most: number];
}
export type Candidates = readonly Candidate[];

const FEED: readonly [number, number] = [1, 400];
const ONE: readonly [number, number] = [1, 1];

/** The column in the middle. A post opened over the feed has a second `main` in its dialog. */
export const MAIN: Candidates = [
  { css: '[role="navigation"] ~ [role="main"]', expect: ONE },
  { css: '[role="main"]:not([role="dialog"] *)', expect: ONE },
];

/** One post of the feed, below the column. */
export const UNIT: Candidates = [
  { css: 'h3[dir="auto"] ~ div [aria-posinset]', expect: FEED },
  { css: 'h2[dir="auto"] ~ div [aria-posinset]', expect: FEED },
  { css: 'h3[dir="auto"] ~ div [role="article"]:not([aria-label])', expect: FEED },
  { css: 'h2[dir="auto"] ~ div [role="article"]:not([aria-label])', expect: FEED },
  { css: '[role="feed"] [aria-posinset]', expect: FEED },
  { css: '[data-pagelet^="FeedUnit_"]', expect: FEED },
  { css: 'div[aria-posinset]', expect: FEED },
  { css: '[role="article"]:not([aria-label])', expect: FEED },
];

/** What opens Facebook's composer: one's own picture, and beside it the button. Below the column. */
export const COMPOSER_TRIGGER: Candidates = [
  { css: '[role="region"] a[role="link"][href] + [role="button"]', expect: ONE },
  { css: '[data-pagelet="ProfileComposer"] a[href] + [role="button"]', expect: ONE },
];

/** The control of Facebook's notifications. It has a twin that is hidden from assistive technology. */
export const BELL: Candidates = [
  { css: '[role="banner"] a[href="/notifications/"]:not([aria-hidden="true"])', expect: ONE },
  { css: '[role="navigation"] a[href="/notifications/"]:not([aria-hidden="true"])', expect: ONE },
  { css: 'a[href="/notifications/"]:not([aria-hidden="true"])', expect: ONE },
];

/** The bar on top. */
export const BANNER: Candidates = [{ css: '[role="banner"]', expect: ONE }];

/** A form to sign in: whoever sees it is not signed in, whatever the address says. */
export const SIGN_IN: Candidates = [{ css: 'form input[type="password"]', expect: [1, 4] }];

/** Where keys are meant for what one writes. */
export const EDITABLE =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [contenteditable="plaintext-only"], [role="textbox"], [role="combobox"], [role="searchbox"]';
