import browser from 'webextension-polyfill';

/** The browser's extension API, the same in Chromium and Firefox; the only place that imports the polyfill. */
export const webext = browser;
export type { Runtime, Tabs } from 'webextension-polyfill';
