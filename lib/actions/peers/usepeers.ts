import { watch } from '../../db/live.ts';
import type { Peers, Service } from '../service.ts';
import { movedTo } from './addresses.ts';
import { reachedFriends, sayFriends } from './sayfriends.ts';

/**
 * The helper is there from now on, or is gone (null): letters take that way, or mailboxes alone. A new helper hears which
 * letters it need not keep any more and who our Friends are, now and whenever that changes, and Friends hear where it is
 * reached. What was being delivered when a helper went is done by the mailbox.
 */
export async function usePeers(service: Service, peers: Peers | null): Promise<void> {
  const { db, ways } = service;
  ways.stopWatching();
  ways.stopWatching = () => undefined;
  service.peers = peers;
  if (peers === null) return;
  for (const { log, received } of await db.logsOut.toArray())
    if (received !== undefined) await peers.forget(log, received.number);
  if (peers.addresses().length > 0) await movedTo(service);
  await sayFriends(service);
  if (service.peers !== peers) return;
  // one that was called after this, for the same helper, may watch already
  ways.stopWatching();
  ways.stopWatching = watch(
    () => reachedFriends(db),
    // It is told when it is there again, and at the next change.
    () => void followed(service, peers).catch(() => undefined),
  );
}

/** Friends, their addresses, or with whom the user delivers directly changed. */
async function followed(service: Service, peers: Peers): Promise<void> {
  await sayFriends(service);
  if (peers.addresses().length > 0) await movedTo(service);
}
