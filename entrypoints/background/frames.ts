import type { FrameKind } from '../../lib/messages/request.ts';
import { type SessionArea, SessionTable } from './session.ts';

/** A frame of ours in Facebook's page, whether it has claimed its nonce or not. */
export interface FramePlace {
  tab: number;
  frameId: number;
  document: string;
}

/** A frame in Facebook's page, from the moment its nonce is made. */
export interface Frame {
  /** Its random name, for the content script and for pushes. */
  frame: string;
  /** Until it was claimed; afterwards null: there is no second time. */
  nonce: string | null;
  tab: number;
  /** Id of Facebook's document it was asked for. */
  page: string;
  kind: FrameKind;
  /** Of a post frame: the thread it shows. */
  drop: string | null;
  notice: string | null;
  look: Record<string, string>;
  /** Id of the frame's own document, once claimed, and where it stands in its tab. */
  document: string | null;
  place: number | null;
}

export type NewFrame = Pick<Frame, 'tab' | 'page' | 'kind' | 'drop' | 'notice' | 'look'>;

/** So many frames of one tab at most; a pool needs about ten. The oldest that nobody claimed go first. */
const MOST = 100;

/** Frames of all tabs, known by nonce and then by document (DESIGN section 6, 2); they outlive the background's own end. */
export class Frames {
  readonly #table: SessionTable<Frame>;
  readonly #random: () => string;

  /** `random` gives 16 random bytes as hex. */
  constructor(area: SessionArea, random: () => string) {
    this.#table = new SessionTable(area, 'frame');
    this.#random = random;
  }

  async mount(made: NewFrame): Promise<{ nonce: string; frame: string }> {
    const [nonce, frame] = [this.#random(), this.#random()];
    await this.#makeRoom(made.tab);
    await this.#table.put(frame, { ...made, frame, nonce, document: null, place: null });
    return { nonce, frame };
  }

  /** Binds a frame's document to the nonce of its tab; null where there is no such nonce (any more). */
  async claim(nonce: string, { tab, document, frameId }: FramePlace): Promise<Frame | null> {
    const rows = [...(await this.#table.rows()).values()];
    const found = rows.find((row) => row.nonce === nonce && row.tab === tab);
    if (found === undefined || rows.some((row) => row.document === document)) return null;
    const claimed = { ...found, nonce: null, document, place: frameId };
    await this.#table.put(found.frame, claimed);
    return claimed;
  }

  /** The claimed frame with this document; null for any other. */
  async ofDocument(tab: number, document: string): Promise<Frame | null> {
    const rows = [...(await this.#table.rows()).values()];
    return rows.find((row) => row.document === document && row.tab === tab) ?? null;
  }

  /** A frame of this tab by its name; null for any other. */
  async named(tab: number, frame: string): Promise<Frame | null> {
    const row = (await this.#table.rows()).get(frame);
    return row?.tab === tab ? row : null;
  }

  /** Changes a frame as it is by now; answers how it is then. One that is gone stays gone. */
  async change(frame: Frame, change: Partial<Pick<Frame, 'drop' | 'look'>>): Promise<Frame> {
    const now = (await this.#table.rows()).get(frame.frame);
    if (now === undefined) return frame;
    const changed = { ...now, ...change };
    await this.#table.put(frame.frame, changed);
    return changed;
  }

  async unmount(tab: number, frame: string): Promise<void> {
    if ((await this.named(tab, frame)) !== null) await this.#table.drop([frame]);
  }

  /** This tab shows that document now (null: it is closed): frames of any other are gone. Answers whether any were. */
  async pageIs(tab: number, page: string | null): Promise<boolean> {
    const rows = [...(await this.#table.rows()).values()];
    const gone = rows.filter((row) => row.tab === tab && row.page !== page);
    await this.#table.drop(gone.map(({ frame }) => frame));
    return gone.length > 0;
  }

  async #makeRoom(tab: number): Promise<void> {
    const own = [...(await this.#table.rows()).values()].filter((row) => row.tab === tab);
    if (own.length < MOST) return;
    const oldest = own.find((row) => row.document === null) ?? own[0];
    if (oldest !== undefined) await this.#table.drop([oldest.frame]);
  }
}
