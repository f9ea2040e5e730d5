/** How a browser says for whom it starts the host. */
export interface Caller {
  /** Folder of the helper. */
  home: string;
  /** Id of the extension; null where no browser's words are there. */
  extension: string | null;
}

/**
 * Reads the host's arguments: `--home FOLDER` from the wrapper, then the browser's own. Chromium gives
 * `chrome-extension://ID/` (and on Windows a window), Firefox the manifest's path and the add-on's id. Null without a home.
 */
export function readCaller(args: readonly string[]): Caller | null {
  const [flag, home, ...browser] = args;
  if (flag !== '--home' || home === undefined) return null;
  const [first, second] = browser;
  const chromium = /^chrome-extension:\/\/([a-p]{32})\/$/.exec(first ?? '');
  if (chromium?.[1] !== undefined) return { home, extension: chromium[1] };
  return { home, extension: first?.endsWith('.json') ? (second ?? null) : null };
}

/** Whether the helper belongs to that extension. */
export function isOwn(extensions: readonly string[], extension: string | null): extension is string {
  return extension !== null && extensions.includes(extension);
}
