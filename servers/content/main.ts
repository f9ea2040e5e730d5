import { concat, fromUtf8, readU64, u64, utf8 } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { refill } from '../../lib/protocol/commands/ad.ts';
import { makeAsker, onlyServer } from '../ask.ts';
import type { RoleContext, RunningRole } from '../context.ts';
import { serveFront } from '../front.ts';
import { publishKeys } from '../publish.ts';
import { AdPools } from './ads.ts';
import { ALLOWANCE_TTL, Allowances } from './allowances.ts';
import { Blocked } from './blocked.ts';
import { serveBlock } from './commands/block.ts';
import { serveChunks } from './commands/getchunk.ts';
import { serveGone } from './commands/gone.ts';
import { serveRead } from './commands/read.ts';
import { Leases } from './leases.ts';
import { writerMetrics } from './metrics.ts';
import { newsSubject, storeKeys } from './names.ts';
import { Payments, spendAt } from './payments.ts';
import { performWrite } from './perform.ts';
import { Reader } from './reader.ts';
import type { Rules } from './rules.ts';
import { type ContentSettings, settings } from './settings.ts';
import { openStore } from './store.ts';
import { Submit } from './submit.ts';
import { sweepShard } from './sweep.ts';
import { Writer } from './writer.ts';
import { WRITES } from './writes.ts';

export { settings };

/** Starts a content server's process; a company runs as many as it likes. */
export async function start(context: RoleContext<ContentSettings>): Promise<RunningRole> {
  const { operator, store: bus, serverKey, serverId } = context;
  const keys = storeKeys(p, context.operatorKey);
  const store = openStore(p, bus, keys);
  await store.prepare(context.settings.maxStreamBytes);
  const metrics = writerMetrics(context.metrics);
  const failed = (error: unknown): void => {
    metrics.failed();
    context.log.warn({ error: error instanceof Error ? error.name : typeof error }, 'the store failed');
  };

  const blocked = new Blocked(await bus.bucket('content_blocked'), keys);
  const watching = await blocked.start();
  const paid = await bus.bucket('content_paid', { ttlMs: ALLOWANCE_TTL });
  const allowances = new Allowances(paid, keys, () => context.now(), failed);
  const rules: Rules = {
    keys,
    store,
    now: () => context.now(),
    isBlocked: (key) => blocked.has(key),
    strangerBits: () => context.network().file.strangerBits,
    allowance: (item, key) => allowances.left(item, key),
    setAllowance: (item, key, left) => allowances.set(item, key, left),
    countEdit: (item, key) => allowances.edit(item, key),
  };

  const reader = new Reader(store);
  const news = await bus.listen(newsSubject(operator), (payload) =>
    reader.heard(fromUtf8(payload.subarray(8)), readU64(payload)),
  );
  const unhook = bus.onConnection(() => reader.forget());

  const writer: Writer = new Writer({
    rules,
    serverKey,
    serverId,
    owns: (shard) => leases.owns(shard),
    news: (place, kept) => {
      reader.put(place, kept);
      bus.publish(newsSubject(operator), concat(u64(kept.seq), utf8(place.name)));
    },
    folded: (deeds) => metrics.folded(deeds),
    failed,
  });
  const sweeps = new Set<Promise<void>>();
  const leases: Leases = new Leases({
    bus,
    bucket: await bus.bucket('content_writers'),
    operator,
    random: (n) => context.random(n),
    failed,
    took: (shard, after) => {
      submit.serve(shard);
      if (after !== 'dead') return;
      const sweep = sweepShard(shard, store, writer, (one) => leases.owns(one)).catch(failed);
      sweeps.add(sweep.finally(() => sweeps.delete(sweep)));
    },
    release: async (shard) => {
      await submit.leave(shard);
      await writer.release(shard);
    },
  });
  const submit: Submit = new Submit({ bus, operator, keys, leases, writer });
  await leases.start();

  const asker = makeAsker(context);
  const payments = new Payments(spendAt(asker, () => onlyServer(context, 'id')));
  const ads = new AdPools({
    refill: async (args) => (await asker.ask(onlyServer(context, 'ad'), refill, args, 210_000)).ads,
    keywords: () => context.network().file.keywords,
    now: () => context.now(),
    random: (n) => context.random(n),
  });
  ads.warm();
  const warming = setInterval(() => ads.warm(), 2_000);
  const performing = { keys, reader, submit, payments };
  const front = await serveFront({
    context,
    role: 'content',
    concurrent: context.settings.concurrent,
    handlers: [
      ...WRITES.map((write) => write.served((bound) => performWrite(performing, bound))),
      serveRead(reader, keys, ads),
      serveChunks(reader, store, keys),
      serveGone(reader, keys),
      serveBlock(blocked),
    ],
  });

  const publishing = publishKeys(context);
  return {
    stop: async () => {
      clearInterval(warming);
      publishing.stop();
      payments.stop();
      await front.stop();
      await leases.stop();
      await Promise.allSettled(sweeps);
      unhook();
      watching.stop();
      await news.stop();
    },
  };
}
