import browser from 'webextension-polyfill';

/** The browser's extension API, the same in Chromium and Firefox; the only place that imports the polyfill. */
export const webext = browser;
/** Its type, for what takes it as an argument: the polyfill itself throws outside of an extension. */
export type Webext = typeof browser;
export type { Runtime, Tabs } from 'webextension-polyfill';
