import { readU32 } from '../../bytes.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Service } from '../service.ts';

/** The longest wait (ms) before an item is read that one was told of. */
const GENTLE = 3_000;

/** Has an item read, a random moment from now; what comes meanwhile is read with it. In a transaction. */
export async function enqueueRead(service: Service, drop: string, ad = false): Promise<void> {
  const id = `read:${drop}`;
  const waiting = await service.db.deeds.get(id);
  const at = service.now() + (readU32(service.random(4)) % GENTLE);
  const before = waiting?.args;
  const wasAd = typeof before === 'object' && before !== null && 'ad' in before && before.ad === true;
  await enqueue(service, 'read', { drop, ad: ad || wasAd }, { id, at });
}
