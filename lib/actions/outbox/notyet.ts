/** A deed cannot be done yet, and nothing is wrong: the outbox looks again at `at` (ms). */
export class NotYetError extends Error {
  override name = 'NotYetError';
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}
