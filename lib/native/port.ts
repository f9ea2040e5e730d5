/** What of a `runtime.Port` is used: both browsers' and the tests' have it. */
export interface Port {
  postMessage(message: unknown): void;
  disconnect(): void;
  readonly onMessage: { addListener(listener: (message: unknown) => void): void };
  readonly onDisconnect: { addListener(listener: (port: Port) => void): void };
  /** Firefox says here why the port ended; Chromium in `runtime.lastError`. */
  readonly error?: { message: string } | null | undefined;
}
