import { readFile } from 'node:fs/promises';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../../lib/bytes.ts';
import { writeFailure } from '../../../../lib/crypto/answer.ts';
import { envelopeSize } from '../../../../lib/crypto/header.ts';
import { type Door, type DoorOptions, openDoor } from '../../../../servers/anonymizer/door.ts';
import { Limits } from '../../../../servers/anonymizer/limits.ts';
import { type DoorWork, doorListener } from '../../../../servers/anonymizer/requests.ts';
import { settings } from '../../../../servers/anonymizer/settings.ts';

const open: Door[] = [];
const agents: Agent[] = [];

afterEach(async () => {
  for (const agent of agents.splice(0)) agent.destroy();
  await Promise.all(open.splice(0).map((door) => door.close()));
});

const ENVELOPE = new Uint8Array(envelopeSize(2, 0)).fill(7);
const ANSWER = new Uint8Array(500).fill(9);

async function door(over: Partial<DoorWork> = {}, options: Partial<DoorOptions> = {}) {
  const seen: Uint8Array[] = [];
  const work: DoorWork = {
    limits: new Limits({ concurrent: 4, queue: 0, perSecond: 1_000 }, () => 0),
    perConnection: 100,
    now: () => 0,
    passOn: async (envelope) => {
      seen.push(Uint8Array.from(envelope));
      return ANSWER;
    },
    bundle: () => utf8('{"bundle":1}'),
    busy: () => undefined,
    ...over,
  };
  const made = await openDoor(
    { host: '127.0.0.1', port: 0, connections: 64, ...options },
    doorListener(work),
  );
  open.push(made);
  return { url: made.url, seen };
}

interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
}

function send(
  url: string,
  method: string,
  path: string,
  body?: Uint8Array,
  headers: Record<string, string> = {},
  agent?: Agent,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}${path}`,
      { method, headers, ...(agent === undefined ? {} : { agent }) },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: new Uint8Array(Buffer.concat(pieces)),
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

describe('the door', () => {
  it('takes an envelope and gives the answer, with headers that are the same for everybody', async () => {
    const { url, seen } = await door();
    const answered = await send(url, 'POST', '/v1/envelope', ENVELOPE, {
      cookie: 'a=b',
      'user-agent': 'Alice 1.0',
    });
    expect(answered).toMatchObject({ status: 200, body: ANSWER });
    expect(seen).toEqual([ENVELOPE]);
    expect(Object.keys(answered.headers).sort()).toEqual([
      'cache-control',
      'connection',
      'content-length',
      'content-type',
      'keep-alive',
    ]);
    expect(answered.headers['content-type']).toBe('application/octet-stream');
  });

  it('gives the bundle as it is, and says so while there is none', async () => {
    const { url } = await door();
    const answered = await send(url, 'GET', '/v1/bundle');
    expect(answered).toMatchObject({ status: 200, body: utf8('{"bundle":1}') });
    expect(answered.headers['content-type']).toBe('application/json');
    expect((await send((await door({ bundle: () => null })).url, 'GET', '/v1/bundle')).status).toBe(503);
  });

  it('refuses lengths no class has, unread', async () => {
    const { url, seen } = await door();
    for (const length of [0, 1, ENVELOPE.length - 1, ENVELOPE.length + 1, 265_733])
      expect(await send(url, 'POST', '/v1/envelope', new Uint8Array(length))).toMatchObject({
        status: 413,
        body: new Uint8Array(0),
      });
    expect(
      (await send(url, 'POST', '/v1/envelope', ENVELOPE, { 'transfer-encoding': 'chunked' })).status,
    ).toBe(413);
    expect(seen).toHaveLength(0);
  });

  it('has nothing else', async () => {
    const { url, seen } = await door();
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/v1/envelope'],
      ['POST', '/v1/bundle'],
      ['PUT', '/v1/envelope'],
      ['HEAD', '/v1/bundle'],
      ['POST', '/v1/envelope?user=alice'],
      ['OPTIONS', '/v1/envelope'],
      ['GET', '/metrics'],
    ] as const)
      expect((await send(url, method, path)).status).toBe(404);
    expect(seen).toHaveLength(0);
  });

  it('opens to extensions without naming them, and to no page', async () => {
    const { url, seen } = await door();
    for (const origin of ['chrome-extension://abcdef', 'moz-extension://0a0b-secret']) {
      for (const answered of [
        await send(url, 'OPTIONS', '/v1/envelope', undefined, { origin }),
        await send(url, 'POST', '/v1/envelope', ENVELOPE, { origin }),
        await send(url, 'GET', '/v1/bundle', undefined, { origin }),
      ]) {
        expect(answered.status).toBeLessThan(300);
        expect(answered.headers['access-control-allow-origin']).toBe('*');
        expect(JSON.stringify(answered.headers)).not.toContain('secret');
      }
    }
    expect(seen).toHaveLength(2);
    for (const origin of [
      'https://www.facebook.com',
      'http://127.0.0.1:3000',
      'null',
      'file://',
      'https://chrome-extension://a',
    ])
      for (const [method, path] of [
        ['POST', '/v1/envelope'],
        ['GET', '/v1/bundle'],
        ['OPTIONS', '/v1/envelope'],
      ] as const) {
        const answered = await send(url, method, path, method === 'POST' ? ENVELOPE : undefined, { origin });
        expect(answered).toMatchObject({ status: 403, body: new Uint8Array(0) });
        expect(answered.headers['access-control-allow-origin']).toBeUndefined();
      }
    expect(seen).toHaveLength(2);
  });

  it('is busy past its limits, for everybody alike', async () => {
    const hanging = Promise.withResolvers<Uint8Array>();
    const limits = new Limits({ concurrent: 1, queue: 0, perSecond: 100 }, () => 0);
    const begun = Promise.withResolvers<void>();
    const { url } = await door({
      limits,
      passOn: () => {
        begun.resolve();
        return hanging.promise;
      },
    });
    const first = send(url, 'POST', '/v1/envelope', ENVELOPE);
    await begun.promise;
    expect((await send(url, 'POST', '/v1/envelope', ENVELOPE)).body).toEqual(writeFailure('busy'));
    hanging.resolve(ANSWER);
    expect((await first).body).toEqual(ANSWER);
  });

  it('is busy for a connection that asks too fast, and remembers nothing of it afterwards', async () => {
    const { url } = await door({ perConnection: 1 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    const bodies: Uint8Array[] = [];
    for (let i = 0; i < 3; i++)
      bodies.push((await send(url, 'POST', '/v1/envelope', ENVELOPE, {}, agent)).body);
    expect(bodies).toEqual([ANSWER, ANSWER, writeFailure('busy')]);
    expect((await send(url, 'POST', '/v1/envelope', ENVELOPE)).body).toEqual(ANSWER);
  });

  it('wipes the envelope it was given', async () => {
    let held: Uint8Array | null = null;
    const { url } = await door({
      passOn: async (envelope) => {
        held = envelope;
        return ANSWER;
      },
    });
    await send(url, 'POST', '/v1/envelope', ENVELOPE);
    expect(held).toEqual(new Uint8Array(ENVELOPE.length));
  });
});

describe('the door with a certificate', () => {
  const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const pem = { cert: at('./door.cert.pem'), key: at('./door.key.pem') };

  it('speaks TLS and nothing else', async () => {
    const { url } = await door({}, pem);
    expect(url).toMatch(/^https:/);
    const ca = await readFile(pem.cert);
    const status = await new Promise((resolve, reject) => {
      const asked = secureRequest(`${url}/v1/bundle`, { ca }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject);
      asked.end();
    });
    expect(status).toBe(200);
    await expect(send(url.replace('https', 'http'), 'GET', '/v1/bundle')).rejects.toThrow();
  });

  it('needs both files', () => {
    expect(() => v.parse(settings, { cert: 'a.pem' })).toThrow('belong together');
    expect(v.parse(settings, {})).toMatchObject({ host: '127.0.0.1', jitter: 30 });
  });
});

describe('who does not behave at the door', () => {
  const times = { headersTimeout: 60, requestTimeout: 120, connectionsCheckingInterval: 20 };

  /** Sends raw bytes; resolves with what came back when the door ended the connection. */
  function raw(url: string, text: string): Promise<string> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write(text));
      let got = '';
      socket.on('data', (piece) => {
        got += piece.toString('latin1');
      });
      socket.on('close', () => resolve(got));
      socket.on('error', reject);
    });
  }

  it('slow headers and slow bodies are cut off', async () => {
    const { url, seen } = await door({}, { times });
    expect(await raw(url, 'POST /v1/envelope HT')).toMatch(/^HTTP\/1\.1 400 /);
    const started = `POST /v1/envelope HTTP/1.1\r\nhost: x\r\ncontent-length: ${ENVELOPE.length}\r\n\r\nxx`;
    await raw(url, started);
    expect(seen).toHaveLength(0);
  });

  it('what is not HTTP, and headers without end, get one constant answer', async () => {
    const { url } = await door();
    const answers = new Set([
      await raw(url, 'nonsense\r\n\r\n'),
      await raw(url, `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`),
      await raw(
        url,
        'POST /v1/envelope HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
      ),
    ]);
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('a body longer than it said is not read on', async () => {
    const { url, seen } = await door({}, { times });
    const text = `POST /v1/envelope HTTP/1.1\r\nhost: x\r\ncontent-length: ${ENVELOPE.length}\r\n\r\n${'z'.repeat(ENVELOPE.length + 50)}`;
    await raw(url, text);
    expect(seen.map(({ length }) => length)).toEqual([ENVELOPE.length]);
  });

  it('more connections than allowed are not taken', async () => {
    const { url } = await door({}, { connections: 2 });
    const { hostname, port } = new URL(url);
    const held = [connect(Number(port), hostname), connect(Number(port), hostname)];
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    expect(await raw(url, 'GET /v1/bundle HTTP/1.1\r\nhost: x\r\n\r\n').catch(() => '')).toBe('');
    for (const socket of held) socket.destroy();
  });
});
