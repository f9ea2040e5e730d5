import { fromBase64url, hex } from '../../bytes.ts';
import type { NewItem } from '../../crypto/item.ts';
import { tagged } from '../../crypto/tagged.ts';
import { vaultOf, vaultOrder } from '../../crypto/vault.ts';
import { serversOf } from '../../protocol/network.ts';
import { networkFile } from '../ask.ts';
import { secretsOf } from '../identity/secrets.ts';
import type { Service } from '../service.ts';

/** A vault lies at so many operators. */
const COPIES = 2;

/** Slots of whole copies, written in turns, and of differences behind them. */
export const WHOLE = 2;
export const DIFFERENCES = 24;

/** This user's vault; throws NoIdentityError. */
export async function myVault({ db, p }: Service): Promise<NewItem> {
  return vaultOf(p, (await secretsOf(db)).seed);
}

/** All content servers (ids) in the order in which a vault (id, 32) is put at them. */
export function vaultServers(service: Service, id: Uint8Array): Uint8Array[] {
  const servers = serversOf(networkFile(service), 'content');
  const order = vaultOrder(
    service.p,
    id,
    servers.map(({ operator }) => operator.id),
  );
  return order.flatMap((name) => {
    const found = servers.find(({ operator }) => operator.id === name);
    return found === undefined ? [] : [fromBase64url(found.key)];
  });
}

/** Where a vault is kept: server ids, hex. */
export function vaultPlaces(service: Service, id: Uint8Array): string[] {
  return vaultServers(service, id).slice(0, COPIES).map(hex);
}

/** The entry number (16 bytes) of a slot: the same for ever, so that a page is written over and leaves nothing behind. */
export function slotNumber({ p }: Pick<Service, 'p'>, slot: number): Uint8Array {
  return tagged(p, 'vault slot', slot).slice(0, 16);
}
