import { draft } from '../db/queries/draft.ts';
import type { Db } from '../db/schema.ts';
import { ask, type Send } from '../messages/ask.ts';
import { keepDraft } from '../messages/requests/items.ts';

/** How long after the last key what is written is kept. */
const PAUSE_MS = 400;

/**
 * A text being written at a place: kept while it is written. What was kept there another time is offered, never put among
 * what is typed now; until its user takes it up or throws it away, it is kept below the new text.
 */
export class Draft {
  text = $state('');
  /** What was written here another time and not sent; empty where nothing was. */
  offered = $state('');
  private readonly db: Db;
  private readonly send: Send;
  private readonly place: string;
  /** What the database has; null where that is not known. */
  private kept: string | null = '';
  /** The last reading or writing: one waits for the other, so that none comes late. */
  private last: Promise<void> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(db: Db, send: Send, place: string) {
    this.db = db;
    this.send = send;
    this.place = place;
  }

  /** Reads what was kept, and keeps what is written; called while a component is made, ends with it. */
  follow(): void {
    $effect(() => {
      this.last = this.read();
      return () => void this.keep();
    });
    $effect(() => {
      if (this.text !== '' || this.kept !== '') this.later();
    });
  }

  /** Keeps it now. A draft that cannot be kept stays on the screen: nothing is lost by it. */
  async keep(): Promise<void> {
    clearTimeout(this.timer);
    this.last = this.last.then(() => this.write());
    await this.last;
  }

  /** Goes on with what was offered. */
  take(): void {
    this.text = this.offered;
    this.offered = '';
  }

  /** What was offered is not wanted any more. */
  async refuse(): Promise<void> {
    this.offered = '';
    await this.keep();
  }

  /** What was written was sent. */
  async forget(): Promise<void> {
    this.text = '';
    await this.keep();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.keep(), PAUSE_MS);
  }

  private async read(): Promise<void> {
    const before = await draft(this.db, this.place).catch(() => '');
    this.kept = before;
    this.offered = before;
  }

  private async write(): Promise<void> {
    const text = [this.text, this.offered].filter((one) => one !== '').join('\n\n');
    if (text === this.kept) return;
    const asked = () => ask(this.send, keepDraft, { place: this.place, text });
    this.kept = await asked()
      .catch(asked)
      .then(
        () => text,
        () => null,
      );
  }
}
