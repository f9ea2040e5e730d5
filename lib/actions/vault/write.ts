import type { NewItem } from '../../crypto/item.ts';
import { writePage } from '../../crypto/vault.ts';
import type { VaultRow, VaultWriting } from '../../db/vault.ts';
import { secretsOf } from '../identity/secrets.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Service } from '../service.ts';
import { makePage } from './page.ts';
import { DIFFERENCES, myVault, slotNumber, vaultPlaces, WHOLE } from './place.ts';

/** Has the vault brought up to date at both its places; call it hourly. In a transaction. */
export async function keepVault(service: Service): Promise<void> {
  const { id } = await myVault(service);
  for (const server of vaultPlaces(service, id)) {
    const deed = `vault:${server}`;
    if ((await service.db.deeds.get(deed))?.state === 'waiting') continue;
    await enqueue(service, 'vault', { server }, { id: deed, after: ['register'] });
  }
}

/** The next page for a server, sealed, and kept until it is there; null where nothing changed. */
export async function startWriting(
  service: Service,
  vault: NewItem,
  server: string,
): Promise<VaultWriting | null> {
  const { db, p } = service;
  return await db.atomically(async () => {
    const row = await db.vaults.get(server);
    if (row === undefined) return null;
    const number = row.number + 1;
    const whole = row.base === 0 || row.number - row.base >= DIFFERENCES;
    const base = whole ? number : row.base;
    const { plaintext, empty } = await makePage(service, server, base, whole);
    if (empty) return null;
    const slot = whole ? freeWhole(row) : WHOLE + ((number - base - 1) % DIFFERENCES);
    const { seed, device, vault: vaultKey } = await secretsOf(db);
    const there = row.slots.find((one) => one.slot === slot);
    const rev = there === undefined ? 0 : there.rev + 1;
    const seen = { seen: [], root: new Uint8Array(32), atRev: 0 };
    const at = { number: slotNumber(service, slot), rev, seen };
    const writer = { contentSeed: seed, deviceSeed: device, vaultKey, drop: vault.drop };
    const { entry } = writePage(p, writer, at, number, plaintext);
    const writing: VaultWriting = { slot, number, base, plaintext, entry, seen: row.rev };
    await db.vaults.update(server, { writing });
    return writing;
  });
}

/** The whole copy that holds must not be written over; where that is not known, the newest one. */
function freeWhole({ holds, slots }: VaultRow): number {
  const numberOf = (slot: number) => slots.find((one) => one.slot === slot)?.number ?? 0;
  const kept = holds ?? (numberOf(0) > numberOf(1) ? 0 : 1);
  return kept === 0 ? 1 : 0;
}
