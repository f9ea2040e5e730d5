import { AskError } from '../../messages/errors.ts';
import { checkPicture } from './limits.ts';

/** A picture decoded and encoded anew: nothing of camera, place or file is left. */
export interface Encoded {
  type: 'image/webp' | 'image/jpeg' | 'image/png';
  width: number;
  height: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** How long one picture may take. */
const PATIENCE_MS = 30_000;
/** How long the frame may take to be there: one that was not let in never is. */
const OPENING_MS = 10_000;

type Size = Omit<Encoded, 'bytes'> & { bytes: ArrayBuffer };
type Reply = { id: number } & ({ sizes: Size[] } | { fault: string });

/** What a picture becomes. */
export interface Becoming {
  sides: readonly number[];
  /** WebP is small and keeps what is transparent; JPEG is quick. */
  as: 'image/webp' | 'image/jpeg';
}

const TO_SEND: Becoming = { sides: [2048, 960], as: 'image/webp' };

interface Waiting {
  done: (reply: Reply) => void;
  lost: (error: Error) => void;
}

/** A decoder that fell to a picture may say anything: only what begins as a picture of a type we take goes on. */
function believe({ type, width, height, bytes }: Size): Encoded {
  const encoded = new Uint8Array(bytes);
  const header = checkPicture(encoded);
  if (header.type === 'image/gif' || header.type !== type) throw new AskError('not-a-photo');
  return { type: header.type, width, height, bytes: encoded };
}

/**
 * Pictures are decoded in a frame without an origin, made when the first one comes; one that hangs is ended with its
 * frame, and the next picture gets a new one.
 */
export class Decoder {
  private frame: HTMLIFrameElement | null = null;
  private port: Promise<MessagePort> | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private next = 1;
  /** One after the other: each has the whole of its time. */
  private turn: Promise<unknown> = Promise.resolve();
  private readonly address: string;
  private readonly patience: number;

  /** `address` is that of decoder.html. */
  constructor(address: string, patience = PATIENCE_MS) {
    this.address = address;
    this.patience = patience;
  }

  /** The picture in each of the sizes that it fills, largest first. Throws AskError as checkPicture, and `not-a-photo`. */
  async decode(bytes: Uint8Array, becoming = TO_SEND): Promise<Encoded[]> {
    const { type } = checkPicture(bytes);
    const turn = this.turn.then(() => this.ask(bytes, type, becoming));
    this.turn = turn.catch(() => undefined);
    const reply = await turn;
    if ('fault' in reply) throw new AskError('not-a-photo');
    return reply.sizes.map(believe);
  }

  /** Ends the frame and all that waits in it. */
  end(): void {
    this.frame?.remove();
    this.frame = null;
    this.port = null;
    for (const { lost } of this.waiting.values()) lost(new AskError('not-a-photo', 'took too long'));
    this.waiting.clear();
  }

  private async ask(bytes: Uint8Array, type: string, { sides, as }: Becoming): Promise<Reply> {
    const id = this.next++;
    const answer = new Promise<Reply>((done, lost) => this.waiting.set(id, { done, lost }));
    const timer = setTimeout(() => this.end(), this.patience);
    try {
      this.port ??= this.open();
      const opening = setTimeout(() => this.end(), OPENING_MS);
      const port = await Promise.race([this.port, answer.then(() => null)]).finally(() =>
        clearTimeout(opening),
      );
      const copy = bytes.slice().buffer;
      port?.postMessage({ id, bytes: copy, type, sides: [...sides], as }, [copy]);
      return await answer;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(id);
    }
  }

  private open(): Promise<MessagePort> {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.setAttribute('aria-hidden', 'true');
    frame.tabIndex = -1;
    frame.hidden = true;
    frame.src = this.address;
    this.frame = frame;
    const { port1, port2 } = new MessageChannel();
    const ready = new Promise<MessagePort>((done) => {
      port1.onmessage = ({ data }) => {
        if ('ready' in data) done(port1);
        else this.waiting.get(data.id)?.done(data);
      };
    });
    // The frame has no origin that could be named; it is the one we just made, and the port goes to it once.
    frame.addEventListener('load', () => frame.contentWindow?.postMessage(null, '*', [port2]), {
      once: true,
    });
    document.body.append(frame);
    return ready;
  }
}
