type Params = Record<string, unknown>;

interface Said {
  id?: number;
  result?: Params;
  error?: { message: string };
  method?: string;
  params?: Params;
  sessionId?: string;
}

/** A bare DevTools connection: nothing is attached that was not asked for, so that no worker waits for a debugger. */
export class Cdp {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (said: Said) => void>();
  readonly #listeners = new Set<(said: Said) => void>();
  #next = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const said = JSON.parse(String(data)) as Said;
      if (said.id !== undefined) this.#waiting.get(said.id)?.(said);
      else for (const listener of this.#listeners) listener(said);
    };
  }

  static async open(url: string): Promise<Cdp> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new Cdp(socket);
  }

  /** Opens a tab, and attaches to it alone. */
  async page(url: string): Promise<CdpPage> {
    const { targetId } = await this.send('Target.createTarget', { url });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    return new CdpPage(this, String(sessionId));
  }

  async send(method: string, params: Params = {}, sessionId?: string): Promise<Params> {
    const id = this.#next++;
    const said = await new Promise<Said>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
    });
    this.#waiting.delete(id);
    if (said.error !== undefined) throw new Error(`${method}: ${said.error.message}`);
    return said.result ?? {};
  }

  /** Resolves at the first event of a session of which `is` says so. */
  async event(sessionId: string, is: (method: string, params: Params) => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const listener = (said: Said): void => {
        if (said.sessionId !== sessionId || !is(said.method ?? '', said.params ?? {})) return;
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
  }

  close(): void {
    this.#socket.close();
  }
}

/** A tab. */
export class CdpPage {
  readonly #cdp: Cdp;
  readonly #session: string;

  constructor(cdp: Cdp, session: string) {
    this.#cdp = cdp;
    this.#session = session;
  }

  /** What an expression, or the promise it gives, comes to. */
  async evaluate(expression: string): Promise<unknown> {
    const asked = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#cdp.send('Runtime.evaluate', asked, this.#session);
    if (exceptionDetails !== undefined) throw new Error(`it threw: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value?: unknown }).value;
  }

  /** Ends the service workers, as the browser does at any moment. */
  async stopWorkers(): Promise<void> {
    const stopped = this.#cdp.event(
      this.#session,
      (method, params) =>
        method === 'ServiceWorker.workerVersionUpdated' &&
        (params.versions as { runningStatus: string }[]).some(
          ({ runningStatus }) => runningStatus === 'stopped',
        ),
    );
    await this.#cdp.send('ServiceWorker.enable', {}, this.#session);
    await this.#cdp.send('ServiceWorker.stopAllWorkers', {}, this.#session);
    await stopped;
    await this.#cdp.send('ServiceWorker.disable', {}, this.#session);
  }
}
