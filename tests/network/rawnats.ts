import { connect as connectTcp, type Socket } from 'node:net';
import { base64url, concat, fromUtf8, utf8 } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';

/** A NATS client of an attacker: the protocol's lines by hand, so that no client library's own rules protect the server. */
export class RawNats {
  readonly #socket: Socket;
  readonly #lines: string[] = [];
  readonly #bodies: string[] = [];
  #rest: Uint8Array = new Uint8Array(0);
  #wake: () => void = () => undefined;
  #sid = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#read(data));
    socket.on('close', () => this.#line('-ERR closed'));
    socket.on('error', () => undefined);
  }

  /** Connects as a user, or as nobody; throws what the server says against it. */
  static async connect(url: string, user: { publicKey: string; seed: Uint8Array } | null): Promise<RawNats> {
    const { hostname, port } = new URL(url);
    const raw = new RawNats(connectTcp(Number(port), hostname));
    const info: unknown = JSON.parse((await raw.#next((line) => line.startsWith('INFO '))).slice(5));
    const nonce = typeof info === 'object' && info !== null && 'nonce' in info ? String(info.nonce) : '';
    const as = user === null ? {} : { nkey: user.publicKey, sig: base64url(p.sign(user.seed, utf8(nonce))) };
    raw.#send(
      `CONNECT ${JSON.stringify({ verbose: false, pedantic: false, headers: true, no_responders: true, protocol: 1, ...as })}\r\n`,
    );
    const refused = await raw.#sync();
    if (refused !== '') throw new Error(refused);
    return raw;
  }

  /** Publishes; what the server says against it, or nothing. */
  publish(subject: string, text: string, reply = ''): Promise<string> {
    this.#send(`PUB ${subject} ${reply} ${text.length}\r\n${text}\r\n`);
    return this.#sync();
  }

  /** Subscribes (a queue may follow after a space); what the server says against it, or nothing. */
  subscribe(subject: string): Promise<string> {
    this.#send(`SUB ${subject} ${++this.#sid}\r\n`);
    return this.#sync();
  }

  /** Publishes with a reply subject that is subscribed, and waits for the next message. */
  async ask(subject: string, reply: string, text: string): Promise<string> {
    const before = this.#bodies.length;
    this.#send(`PUB ${subject} ${reply} ${text.length}\r\n${text}\r\n`);
    while (this.#bodies.length === before) await this.#more();
    return this.#bodies[before] ?? '';
  }

  /** Everything that ever arrived. */
  received(): string[] {
    return [...this.#bodies];
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Errors up to the server's next PONG; empty where it had none. */
  async #sync(): Promise<string> {
    this.#send('PING\r\n');
    const errors: string[] = [];
    for (;;) {
      const line = await this.#next((one) => one.startsWith('-ERR') || one === 'PONG');
      if (line === 'PONG') return errors.join(' ');
      errors.push(line);
      if (line.includes('closed') || line.includes('Authorization')) return errors.join(' ');
    }
  }

  async #next(wanted: (line: string) => boolean): Promise<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line === undefined) await this.#more();
      else if (wanted(line)) return line;
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #send(text: string): void {
    this.#socket.write(text);
  }

  #read(data: Uint8Array): void {
    this.#rest = concat(this.#rest, data);
    for (;;) {
      const end = this.#rest.findIndex((byte, i) => byte === 13 && this.#rest[i + 1] === 10);
      if (end === -1) return;
      const line = fromUtf8(this.#rest.subarray(0, end));
      const size = /^H?MSG .* (\d+)$/.exec(line)?.[1];
      const whole = end + 2 + (size === undefined ? 0 : Number(size) + 2);
      if (this.#rest.length < whole) return;
      if (size === undefined) this.#line(line);
      else this.#bodies.push(fromUtf8(this.#rest.subarray(end + 2, whole - 2)));
      this.#rest = this.#rest.slice(whole);
      this.#wake();
    }
  }

  #line(line: string): void {
    if (line === 'PING') this.#send('PONG\r\n');
    else this.#lines.push(line);
    this.#wake();
  }
}
