/** Nobody serves this subject, or the operator's nats-server is away: known at once, nothing was done. */
export class NoServerError extends Error {
  override name = 'NoServerError';
}

/** No answer in time, or the connection broke while waiting: it may have been done or not. */
export class BusTimeoutError extends Error {
  override name = 'BusTimeoutError';
}

/** This bus was closed; it does not come back. */
export class BusClosedError extends Error {
  override name = 'BusClosedError';
}

/** The nats-server does not let this user publish or subscribe there. */
export class BusForbiddenError extends Error {
  override name = 'BusForbiddenError';
}

/** The server that was asked failed before it had an answer (its handler threw). */
export class ServerFailedError extends Error {
  override name = 'ServerFailedError';
}

/** A compare-and-set met another value than expected; nothing was written. */
export class ConflictError extends Error {
  override name = 'ConflictError';
}

/** The store has no room (disk or limit); nothing was written. */
export class StoreFullError extends Error {
  override name = 'StoreFullError';
}

/** The store refused for another reason; `code` is JetStream's err_code. */
export class StoreError extends Error {
  override name = 'StoreError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
