import { ristretto } from '../../lib/crypto/ristretto.ts';
import type { Stoppable } from '../bus.ts';
import type { RoleContext, RunningRole } from '../context.ts';
import { type Served, serveFront } from '../front.ts';
import { publishKeys } from '../publish.ts';
import { serveAdmin } from './admin.ts';
import { Bans } from './bans.ts';
import { Bundles } from './bundles.ts';
import { serveBundle } from './commands/bundle.ts';
import { serveCredentials } from './commands/credentials.ts';
import { serveFind } from './commands/find.ts';
import { serveLeave } from './commands/leave.ts';
import { serveLog } from './commands/log.ts';
import { serveRegister } from './commands/register.ts';
import { serveReport } from './commands/report.ts';
import { serveSpend } from './commands/spend.ts';
import { serveUpdate } from './commands/update.ts';
import { Epochs } from './epochs.ts';
import { Issued } from './issued.ts';
import { type Lease, takeLease } from './lease.ts';
import { Log } from './log.ts';
import type { IdParts } from './parts.ts';
import { Reports } from './reports.ts';
import { type IdSettings, settings } from './settings.ts';
import { Spent } from './spent.ts';
import { openStreams } from './store.ts';
import { Users } from './users.ts';

export { settings };

const LOOK_MS = 1_000;

/** What each command of the ID server is answered by. */
export function handlersOf(id: IdParts): Served[] {
  return [
    serveRegister(id),
    serveUpdate(id),
    ...serveFind(id),
    ...serveCredentials(id),
    serveSpend(id),
    ...serveLog(id),
    serveLeave(id),
    serveReport(id),
    ...serveBundle(id),
  ];
}

/**
 * Starts the ID server. One process serves and writes the log, others stand by for its lease; resolves when this one
 * serves, or stands by. Throws LogMismatchError where the stored log is not the one that was signed.
 */
export async function start(context: RoleContext<IdSettings>): Promise<RunningRole> {
  await openStreams(context.store);
  const ended = new AbortController();
  let serving: Stoppable | null = null;

  async function serve(lease: Lease): Promise<void> {
    try {
      serving = await serveAs(context, lease);
    } catch (error) {
      await lease.release();
      throw error;
    }
  }

  async function standBy(first: Lease | null): Promise<void> {
    for (let lease = first; !ended.signal.aborted; lease = null) {
      const held = lease ?? (await takeLease(context.store, context.random(16), context.log, ended.signal));
      if (held === null) return;
      if (lease === null) await serve(held);
      await Promise.race([held.over, aborted(ended.signal)]);
      await serving?.stop();
      serving = null;
      if (!ended.signal.aborted) context.log.error('the lease was lost: another process writes the log');
    }
  }

  // the lease of a process that was killed lapses while we wait; that of a living one does not
  const patience = AbortSignal.any([ended.signal, AbortSignal.timeout(6_000)]);
  const first = await takeLease(context.store, context.random(16), context.log, patience);
  if (first !== null) await serve(first);
  const standing = standBy(first).catch((error: unknown) => {
    context.log.fatal({ error: error instanceof Error ? error.name : '' }, 'the ID server does not serve');
  });
  return {
    stop: async () => {
      ended.abort();
      await standing;
    },
  };
}

async function serveAs(context: RoleContext<IdSettings>, lease: Lease): Promise<Stoppable> {
  const id = await openParts(context);
  const front = await serveFront({ context, role: 'id', handlers: handlersOf(id) });
  const admin = await serveAdmin(context, id);
  const keys = publishKeys(context);
  const look = () => {
    Promise.all([id.epochs.roll(), id.bundles.refresh()]).catch((error: unknown) =>
      context.log.warn(
        { error: error instanceof Error ? error.name : '' },
        'epochs and bundle wait for the store',
      ),
    );
  };
  const unhook = context.onNetwork(look);
  const timer = setInterval(look, LOOK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      unhook();
      keys.stop();
      await Promise.all([front.stop(), admin.stop()]);
      await lease.release();
    },
  };
}

/** Reads everything that is in the store. */
async function openParts(context: RoleContext<IdSettings>): Promise<IdParts> {
  const { store, serverKey: seed, serverId, random } = context;
  const [now, network] = [() => context.now(), () => context.network()];
  const group = await ristretto(1);
  const log = await Log.open(store, seed, now);
  const users = await Users.open(store, seed, log);
  const issued = await Issued.open(store);
  const spent = new Spent(store);
  const epochs = new Epochs({ store, group, seed, log, issued, spent, now, random });
  const waitMs = context.settings.bundleWaitMs;
  const id: IdParts = {
    serverId,
    settings: context.settings,
    group,
    log,
    users,
    issued,
    spent,
    epochs,
    bans: await Bans.open(store),
    reports: await Reports.open(store),
    bundles: await Bundles.open({ store, seed, log, network, now, waitMs }),
    network,
    now,
    random,
  };
  await epochs.roll();
  return id;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
