import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CarrierError } from '../../../lib/route/carrier.ts';
import { fetchCarrier } from '../../../lib/route/fetchcarrier.ts';

const open: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function door(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the carrier on fetch', () => {
  it('posts bytes as they are and brings the answer', async () => {
    const url = await door((request, response) => {
      expect(request.method).toBe('POST');
      expect(request.url).toBe('/v1/envelope');
      expect(request.headers['content-type']).toBe('application/octet-stream');
      for (const name of ['cookie', 'referer', 'origin', 'authorization'])
        expect(request.headers[name]).toBeUndefined();
      request.pipe(response);
    });
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i);
    // a view into something larger: no byte beside it may go out
    expect(await fetchCarrier().post(url, bytes.subarray(10, 4000))).toEqual(bytes.slice(10, 4000));
  });

  it('gets what is public', async () => {
    const url = await door((request, response) => response.end(`${request.method} ${request.url}`));
    expect(new TextDecoder().decode(await fetchCarrier().get(url, '/v1/bundle'))).toBe('GET /v1/bundle');
  });

  it('sends no cookie, no referrer, caches nothing, follows nowhere', async () => {
    let used: RequestInit | undefined;
    const carrier = fetchCarrier(1_000, async (_url, init) => {
      used = init;
      return new Response('');
    });
    await carrier.post('https://door.example/', new Uint8Array(1));
    expect(used).toMatchObject({
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
    });
  });

  it('says unreachable, refused and timeout apart', async () => {
    const fault = (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: unknown) => (error instanceof CarrierError ? error.fault : error),
      );
    const bytes = new Uint8Array(1);
    for (const status of [403, 404, 413, 500, 503])
      expect(await fault(fetchCarrier().post(await door((_q, r) => r.writeHead(status).end()), bytes))).toBe(
        'refused',
      );
    const moved = await door((_q, r) => r.writeHead(302, { location: 'http://127.0.0.1:9/' }).end());
    expect(await fault(fetchCarrier().get(moved, '/v1/bundle'))).toBe('unreachable');
    expect(await fault(fetchCarrier().post(await door((_q, r) => void r.destroy()), bytes))).toBe(
      'unreachable',
    );
    expect(await fault(fetchCarrier(50).post(await door(() => undefined), bytes))).toBe('timeout');
  });

  it('reads no more than an answer can have', async () => {
    let sent = 0;
    const url = await door((_request, response) => {
      const more = () => {
        sent += 65_536;
        if (!response.destroyed && response.write(new Uint8Array(65_536))) setImmediate(more);
      };
      response.on('drain', more);
      more();
    });
    await expect(fetchCarrier().post(url, new Uint8Array(1))).rejects.toMatchObject({ fault: 'refused' });
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });
});
