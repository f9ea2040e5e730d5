/** No room is left: the disk is full, or what the browser gives. Nothing was written, nothing that was there is lost. */
export class FullError extends Error {
  override name = 'FullError';
}

/** A failure of the database as it is thrown on: FullError where there was no room, directly or as the reason of its end. */
export function readFailure(error: unknown): unknown {
  if (error instanceof FullError || !isFull(error)) return error;
  return new FullError('there is no room on the disk', { cause: error });
}

function isFull(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, message, inner, cause } = error as {
    name?: unknown;
    message?: unknown;
    inner?: unknown;
    cause?: unknown;
  };
  if (name === 'QuotaExceededError') return true;
  // Chromium's word where the disk itself is full: an UnknownError
  if (typeof message === 'string' && message.includes('NO_SPACE')) return true;
  return (inner !== error && isFull(inner)) || (cause !== error && isFull(cause));
}
