import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { base64url } from '../../lib/bytes.ts';
import { CarryError } from '../../lib/native/carry.ts';
import { LONGEST_FRAME } from '../../lib/native/chunks.ts';
import { CHROMIUM_ID, FIREFOX_ID } from '../../lib/native/ids.ts';
import { readConfig } from '../../servers/helper/config.ts';
import { frameOf, framesOf } from '../../servers/helper/frames.ts';
import { type HostProcess, letterOf, type Machine, makeMachine, until } from './helperworld.ts';

let machine: Machine;

beforeAll(async () => {
  machine = await makeMachine();
  const first = machine.extension();
  await first.connected();
});

afterEach(async () => {
  await machine.rest();
});

afterAll(async () => {
  await machine.end();
});

async function ended(host: HostProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  host.stderr.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  const code = await new Promise<number | null>((resolve) => host.once('close', resolve));
  return { code, said };
}

/** What the host answers to frames, raw; the host ends with its input. */
async function answers(...frames: readonly Uint8Array[]): Promise<unknown[]> {
  const host = machine.host();
  host.stdin.on('error', () => undefined);
  for (const frame of frames) host.stdin.write(frame);
  const got: unknown[] = [];
  const end = setTimeout(() => host.stdin.end(), 1500);
  for await (const answer of framesOf(host.stdout)) {
    got.push(answer);
    if (got.length === frames.length) host.stdin.end();
  }
  clearTimeout(end);
  return got;
}

const hello = { id: 1, ask: 'hello', with: { version: '1', slot: randomBytes(16).toString('hex') } };

describe('the host', () => {
  it('serves the registered extension of Chromium, and that of Firefox', async () => {
    for (const args of [[`chrome-extension://${CHROMIUM_ID}/`], ['/some/where/x.json', FIREFOX_ID]]) {
      const host = machine.host(args);
      host.stdin.write(frameOf(hello));
      const { value } = await framesOf(host.stdout).next();
      expect(value).toMatchObject({
        id: 1,
        ok: { addresses: [expect.stringContaining('/ip4/127.0.0.1/tcp/')] },
      });
      host.stdin.end();
      expect((await ended(host)).code).toBe(0);
    }
  });

  it('ends at once, with a word, for every other', async () => {
    const strangers = [
      [`chrome-extension://${'a'.repeat(32)}/`],
      [`https://example.org/${CHROMIUM_ID}`],
      ['/some/where/x.json', 'evil@example.org'],
      [FIREFOX_ID],
      [],
    ];
    for (const args of strangers) {
      const { code, said } = await ended(machine.host(args));
      expect([code, said]).toEqual([1, expect.stringContaining('belongs to another extension')]);
    }
  });

  it('answers what it does not know or cannot read with a code, and goes on', async () => {
    const bad = [
      { id: 2, ask: 'status', with: {} },
      hello,
      { id: 3, ask: 'nothing', with: {} },
      { id: 4, ask: 'toString', with: {} },
      { id: 5, ask: 'deliver', with: { to: [], log: 'x', number: -1 } },
      { id: 6, ask: 'taken', with: { ids: ['1 OR 1'] } },
      { id: 7, ask: 'hello', with: { version: '1', slot: '../..' } },
      { id: 8, ask: 'deliver', with: { ...delivery(), letter: base64url(new Uint8Array(100)) } },
      { id: 9, ask: 'deliver', with: { ...delivery(), to: ['not an address'] } },
      { id: 10, ask: 'status', with: null },
    ];
    const extension = machine.extension();
    await extension.connected();
    const got = await answersInTurn(bad);
    expect(got).toEqual([
      { id: 2, error: 'hello-first' },
      { id: 1, ok: expect.anything() },
      { id: 3, error: 'unknown' },
      { id: 4, error: 'unknown' },
      ...[5, 6, 7, 8].map((id) => ({ id, error: 'malformed' })),
      { id: 9, error: 'no-address' },
      { id: 10, error: 'malformed' },
    ]);
    expect((await extension.helper.status())?.waiting).toBe(0);
  });

  it('ends the connection at frames that are none, and the daemon goes on', async () => {
    const daemon = await machine.daemon();
    const long = Buffer.alloc(LONGEST_FRAME + 5);
    long.writeUInt32LE(LONGEST_FRAME + 1);
    const text = (words: string) => {
      const bytes = Buffer.from(words);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return Buffer.concat([length, bytes]);
    };
    const chunk = (at: number) => frameOf({ chunk: { id: 1, at, of: 3, text: 'x' } });
    for (const frame of [long, text('{'), text(''), text('[]'), text('7'), randomBytes(4000), chunk(1)])
      expect(await answers(frame)).toEqual([]);
    expect(await machine.daemon()).toBe(daemon);
    expect(await answers(frameOf(hello))).toHaveLength(1);
  });
});

describe('another program on the machine', () => {
  it('may not speak to the daemon without the key, whatever it says', async () => {
    const { key } = readConfig(machine.home);
    const wrong = [
      '\n',
      `${'0'.repeat(64)} client\n`,
      `${key} other\n`,
      `${key.slice(1)}\u00e9 client\n`,
      'x'.repeat(10_000),
      'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    ];
    for (const line of wrong) {
      const socket = connect(machine.home.socket);
      socket.on('error', () => undefined);
      socket.write(line);
      socket.write(frameOf(hello));
      let got = 0;
      socket.on('data', (piece) => {
        got += piece.length;
      });
      await until(() => socket.destroyed);
      expect(got).toBe(0);
    }
    expect(await machine.daemon()).not.toBeNull();
  });

  it('of another user does not reach the socket, the letters or the keys', () => {
    const { folder, socket, store, config, transportKey } = machine.home;
    expect(statSync(folder).mode & 0o077).toBe(0);
    for (const file of [socket, store, config, transportKey]) expect(statSync(file).mode & 0o077).toBe(0);
  });
});

describe('the carrier', () => {
  let server: Server;
  let door = '';
  const seen: { request: IncomingMessage; body: Buffer }[] = [];
  const large = randomBytes(20_000_000);

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      seen.push({ request, body });
      const { pathname } = new URL(request.url ?? '', 'http://door');
      if (pathname === '/v1/away') response.writeHead(302, { location: '/v1/bundle' }).end();
      else if (pathname === '/v1/busy') response.writeHead(503).end('busy');
      else if (pathname === '/v1/bundle') response.end(large);
      else response.writeHead(200, { 'set-cookie': 'a=b' }).end(body.subarray(0, 300_000));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    door = `http://127.0.0.1:${address.port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('brings more than a megabyte out and back, byte for byte', async () => {
    const { helper, connected } = machine.extension();
    await connected();
    const envelope = new Uint8Array(randomBytes(1_000_000));
    const back = await helper.post(door, envelope);
    expect(seen.at(-1)?.body.equals(envelope)).toBe(true);
    expect(back).toEqual(envelope.slice(0, 300_000));
    expect(Buffer.from(await helper.get(door, '/v1/bundle')).equals(large)).toBe(true);
  });

  it('shows the door nothing of the browser, the machine or an earlier visit', async () => {
    const { helper, connected } = machine.extension();
    await connected();
    for (let i = 0; i < 2; i++) await helper.post(door, new Uint8Array(2048));
    const names = Object.keys(seen.at(-1)?.request.headers ?? {}).sort();
    expect(names).toEqual(['connection', 'content-length', 'content-type', 'host']);
    expect(seen.at(-1)?.request.url).toBe('/v1/envelope');
  });

  it('goes to doors alone, follows nobody elsewhere, and says what a carrier says', async () => {
    const { helper, connected } = machine.extension();
    await connected();
    const fault = async (asked: Promise<unknown>): Promise<unknown> =>
      await asked.then(
        () => 'brought',
        (error: unknown) => (error instanceof CarryError ? error.fault : error),
      );
    const before = seen.length;
    for (const path of ['/etc', '/v1/../etc', '/v2/bundle', '/v1/bundle#x'])
      expect(await fault(helper.get(door, path))).toBe('refused');
    for (const elsewhere of ['http://example.org', 'ftp://127.0.0.1', 'file:///', 'http://u:p@127.0.0.1:1'])
      expect(await fault(helper.get(elsewhere, '/v1/bundle'))).toBe('refused');
    expect(seen.length).toBe(before);
    expect(await fault(helper.get(door, '/v1/away'))).toBe('refused');
    expect(await fault(helper.get(door, '/v1/busy'))).toBe('refused');
    expect(await fault(helper.get('http://127.0.0.1:1', '/v1/bundle'))).toBe('unreachable');
  });
});

function delivery(): object {
  return {
    to: ['x'],
    log: 'ab'.repeat(16),
    number: 1,
    letter: base64url(letterOf('x')),
    patience: 10,
  };
}

/** Sends each request after the answer to the one before. */
async function answersInTurn(requests: readonly object[]): Promise<unknown[]> {
  const host = machine.host();
  const got: unknown[] = [];
  const frames = framesOf(host.stdout);
  for (const request of requests) {
    host.stdin.write(frameOf(request));
    got.push((await frames.next()).value);
  }
  host.stdin.end();
  return got;
}
