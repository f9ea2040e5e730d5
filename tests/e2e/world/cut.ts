import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

const CHANNEL = 'http.server.request.start';

/**
 * A cut cable before the doors of a network in this process: until it is mended every question loses its connection, by turns
 * after the servers did what it asks (only the answer is lost) and before the door has read it.
 */
export class Cut implements Disposable {
  /** Questions that were lost. */
  lost = 0;
  readonly #after: number;
  #seen = 0;
  readonly #hear = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (request.url?.startsWith('/v1/') !== true) return;
    this.#seen += 1;
    if (this.#seen <= this.#after) return;
    this.lost += 1;
    // each other one is done by the servers, and nobody hears of it
    if (this.lost % 2 === 1) loseAnswer(request, response);
    else request.socket.destroy();
  };

  /** Cuts when so many questions have passed. */
  constructor(after: number) {
    this.#after = after;
    subscribe(CHANNEL, this.#hear);
  }

  /** Mends it. */
  [Symbol.dispose](): void {
    unsubscribe(CHANNEL, this.#hear);
  }
}

function loseAnswer(request: IncomingMessage, response: ServerResponse): void {
  const lose = (): ServerResponse => {
    request.socket.destroy();
    return response;
  };
  response.writeHead = lose;
  response.write = () => {
    lose();
    return false;
  };
  response.end = lose;
}
