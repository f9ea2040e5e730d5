import { AskError } from '../../lib/messages/errors.ts';
import type { Request } from '../../lib/messages/request.ts';

/** A question that waits for the user's word in a window of the extension. */
interface Waiting {
  name: string;
  about: string | null;
  window: number | null;
  settle(yes: boolean): void;
}

export interface ConfirmParts {
  /** 16 random bytes, hex. */
  random(): string;
  /** Opens the window for this id; answers the window's own id, where it has one. */
  open(id: string): Promise<number | null>;
  close(window: number): Promise<void>;
  /** What it is about, for the user: a name, the beginning of a text. */
  about(request: Request, args: unknown): Promise<string | null>;
}

/** Deeds that cannot be undone, asked for where the browser cannot tell what the user saw (DESIGN section 6, 4). */
export class Confirming {
  readonly #parts: ConfirmParts;
  readonly #waiting = new Map<string, Waiting>();

  constructor(parts: ConfirmParts) {
    this.#parts = parts;
  }

  /** Resolves when the user said yes; AskError `declined` when they said no or closed the window. */
  async ask(request: Request, args: unknown): Promise<void> {
    const id = this.#parts.random();
    const about = await this.#parts.about(request, args);
    const word = new Promise<boolean>((resolve) => {
      this.#waiting.set(id, { name: request.name, about, window: null, settle: resolve });
    });
    try {
      const window = await this.#parts.open(id);
      const waiting = this.#waiting.get(id);
      if (waiting !== undefined) waiting.window = window;
      if (!(await word)) throw new AskError('declined');
      if (window !== null) await this.#parts.close(window).catch(() => undefined);
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** What waits under this id; AskError `gone` where nothing does. */
  question(id: string): { name: string; about: string | null } {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) throw new AskError('gone');
    return { name: waiting.name, about: waiting.about };
  }

  /** The user's word; AskError `gone`. */
  decide(id: string, yes: boolean): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) throw new AskError('gone');
    waiting.settle(yes);
  }

  /** A window was closed: what it asked is declined. */
  closed(window: number): void {
    for (const waiting of this.#waiting.values()) if (waiting.window === window) waiting.settle(false);
  }
}
