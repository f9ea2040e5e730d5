import { Agent, request } from 'node:http';
import { type Carrier, CarrierError } from '../../lib/route/carrier.ts';

/** A carrier whose connections come from an address of one's own (all of 127/8 is this machine). */
export interface AddressedCarrier extends Carrier {
  /** Local ports it has used. */
  readonly ports: ReadonlySet<number>;
  /** Everything it posted and got back, in order. */
  readonly sent: Uint8Array[];
  readonly got: Uint8Array[];
  close(): void;
}

/** Makes one; `keep` remembers what went over it. */
export function addressedCarrier(localAddress: string, keep = false): AddressedCarrier {
  const agent = new Agent({ keepAlive: true });
  const ports = new Set<number>();
  const sent: Uint8Array[] = [];
  const got: Uint8Array[] = [];
  const bring = (url: string, method: string, body?: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      const fail = (cause: Error) => reject(new CarrierError('unreachable', { cause }));
      const asked = request(url, { method, agent, localAddress }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', fail);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(new Uint8Array(Buffer.concat(pieces)));
          else reject(new CarrierError('refused'));
        });
      });
      asked.on('socket', (socket) => {
        const note = () => void ports.add(socket.localPort ?? 0);
        if (socket.connecting) socket.once('connect', note);
        else note();
      });
      asked.on('error', fail);
      if (body !== undefined) asked.setHeader('content-length', body.length);
      asked.end(body);
    });
  return {
    ports,
    sent,
    got,
    post: async (door, bytes) => {
      if (keep) sent.push(Uint8Array.from(bytes));
      const answer = await bring(new URL('/v1/envelope', door).href, 'POST', bytes);
      if (keep) got.push(answer);
      return answer;
    },
    get: (door, path) => bring(new URL(path, door).href, 'GET'),
    close: () => agent.destroy(),
  };
}
