import { draft } from '../db/queries/draft.ts';
import type { Db } from '../db/schema.ts';
import { ask, type Send } from '../messages/ask.ts';
import { keepDraft } from '../messages/requests/items.ts';

/** How long after the last key what is written is kept. */
const PAUSE_MS = 400;

/** A text being written at a place: kept while it is written, and there again later. */
export class Draft {
  text = $state('');
  /** It was found here, from another time. */
  found = $state(false);
  private readonly db: Db;
  private readonly send: Send;
  private readonly place: string;
  private kept = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(db: Db, send: Send, place: string) {
    this.db = db;
    this.send = send;
    this.place = place;
  }

  /** Brings what was kept, where nothing was written meanwhile. */
  async load(): Promise<void> {
    const kept = await draft(this.db, this.place);
    if (kept === '' || this.text !== '') return;
    this.kept = kept;
    this.text = kept;
    this.found = true;
  }

  /** Something was written. */
  changed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.keep(), PAUSE_MS);
  }

  /** Keeps it now. A draft that cannot be kept stays on the screen: nothing is lost by it. */
  async keep(): Promise<void> {
    clearTimeout(this.timer);
    const { text } = this;
    if (text === this.kept) return;
    this.kept = text;
    await ask(this.send, keepDraft, { place: this.place, text }).catch(() => (this.kept = ''));
  }

  /** It was sent, or thrown away. */
  async forget(): Promise<void> {
    this.text = '';
    this.found = false;
    await this.keep();
  }
}
