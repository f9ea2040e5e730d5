/** With less than this nothing worth a word can be written. */
const LEAST = 1_000_000;

/**
 * Whether no room is left for this extension, by the browser's own word. A disk that fills up breaks the connection to the
 * database in Chromium: what fails after that says only that it is closed.
 */
export async function isDiskFull(
  storage: Pick<StorageManager, 'estimate'> | undefined = own(),
): Promise<boolean> {
  const { quota, usage } = (await storage?.estimate().catch(() => undefined)) ?? {};
  return quota !== undefined && usage !== undefined && quota - usage < LEAST;
}

function own(): StorageManager | undefined {
  return 'storage' in navigator ? navigator.storage : undefined;
}
