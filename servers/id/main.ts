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
import { LAPSE_MS, type Lease, takeLease } from './lease.ts';
import { Log, LogMismatchError } from './log.ts';
import type { IdParts } from './parts.ts';
import { Reports } from './reports.ts';
import { type IdSettings, settings } from './settings.ts';
import { Spent } from './spent.ts';
import { openStreams } from './store.ts';
import { Users } from './users.ts';

export { settings };

const LOOK_MS = 1_000;
const PATIENCE_MS = LAPSE_MS + 2_000;

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
  const name = context.random(16);
  const take = (signal: AbortSignal) => takeLease(context.store, name, context.log, signal);

  // the lease of a process that was killed lapses while we wait; that of a living one does not
  const first = await take(AbortSignal.any([ended.signal, AbortSignal.timeout(PATIENCE_MS)]));
  let serving = first === null ? null : await serveAs(context, first);

  async function standBy(): Promise<void> {
    while (!ended.signal.aborted) {
      if (serving !== null) {
        await Promise.race([serving.over, aborted(ended.signal)]);
        await serving.stop();
        serving = null;
        if (!ended.signal.aborted) context.log.error('the lease was lost: this process stands by');
      }
      const lease = await take(ended.signal);
      if (lease !== null) serving = await serveAgain(context, lease);
    }
  }

  const standing = standBy().catch((error: unknown) => {
    context.log.fatal({ error: nameOf(error) }, 'the log does not hold: the ID server does not serve');
  });
  return {
    stop: async () => {
      ended.abort();
      await standing;
    },
  };
}

/** Serves after a change of the lease; null where the store failed meanwhile: tried again. Throws LogMismatchError. */
async function serveAgain(context: RoleContext<IdSettings>, lease: Lease): Promise<Serving | null> {
  try {
    return await serveAs(context, lease);
  } catch (error) {
    if (error instanceof LogMismatchError) throw error;
    context.log.warn({ error: nameOf(error) }, 'the store failed while it was read');
    return null;
  }
}

interface Serving extends Stoppable {
  /** Settles when the lease was lost. */
  readonly over: Promise<void>;
}

async function serveAs(context: RoleContext<IdSettings>, lease: Lease): Promise<Serving> {
  const opened = new AsyncDisposableStack();
  opened.defer(() => lease.release());
  try {
    const id = await openParts(context);
    const front = await serveFront({ context, role: 'id', handlers: handlersOf(id) });
    opened.defer(() => front.stop());
    const admin = await serveAdmin(context, id);
    opened.defer(() => admin.stop());
    const keys = publishKeys(context);
    opened.defer(() => keys.stop());
    opened.defer(keepRolling(context, id));
    return { over: lease.over, stop: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** Brings epochs and bundle to what the clock says, asked or not; the returned function ends that. */
function keepRolling(context: RoleContext<IdSettings>, id: IdParts): () => void {
  const look = () => {
    Promise.all([id.epochs.roll(), id.bundles.refresh()]).catch((error: unknown) =>
      context.log.warn({ error: nameOf(error) }, 'epochs and bundle wait for the store'),
    );
  };
  const unhook = context.onNetwork(look);
  const timer = setInterval(look, LOOK_MS);
  return () => {
    clearInterval(timer);
    unhook();
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

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
