import { base64url, hex } from '../../bytes.ts';
import type { ItemRow } from '../../db/items.ts';
import { findServer } from '../../protocol/network.ts';
import { networkFile } from '../ask.ts';
import type { Service } from '../service.ts';

/**
 * What a content server did: `fork` two heads or a rolled-back one; `older` an answer older than what it had signed;
 * `hidden` deeds or entries left out; `altered`, `unsigned` what is not the item; `lost` an item it had signed for.
 */
export type Lie = 'fork' | 'older' | 'hidden' | 'altered' | 'unsigned' | 'lost';

/**
 * Keeps what shows that an item's server is not to be believed, and says so in the status: with its operator's own
 * signatures where there are any. What we had of the item stays. In a transaction.
 */
export async function convict(
  service: Service,
  item: Pick<ItemRow, 'drop' | 'server'>,
  lie: Lie,
  parts: object,
): Promise<void> {
  const { db, now } = service;
  const id = `${lie}:${item.drop}`;
  if ((await db.evidence.get(id)) === undefined)
    await db.evidence.put({
      id,
      is: lie,
      when: now(),
      parts: { server: item.server, drop: item.drop, ...parts },
    });
  const operator = findServer(networkFile(service), base64url(item.server))?.operator.name;
  await db.warnings.put({ id: `fork:${id}`, is: 'fork', when: now(), text: operator ?? hex(item.server) });
  await db.items.update(item.drop, { doubt: lie });
}
