import { networkFile } from '../../lib/actions/ask.ts';
import type { Service } from '../../lib/actions/service.ts';
import type { Left } from '../../lib/actions/vault/leave.ts';
import { base64url, fromHex, hex } from '../../lib/bytes.ts';
import { findServer, serversOf } from '../../lib/protocol/network.ts';

/** Who runs a server (id, hex), by name. */
export function operatorOf(service: Service, server: string): string {
  const found = findServer(networkFile(service), base64url(fromHex(server)));
  return found?.operator.name ?? 'a former operator';
}

/** At whose server something that could not be deleted lies, for people. */
export async function whereOf(service: Service, { what, id }: Left): Promise<string> {
  if (what === 'mailbox' || what === 'vault') return operatorOf(service, id);
  if (what === 'name') return serversOf(networkFile(service), 'id')[0]?.operator.name ?? '';
  if (what === 'letters') return 'on the way to a Friend';
  const drop = what === 'thread' ? id : await dropOfEntry(service, id);
  const item = await service.db.items.get(drop);
  return item === undefined ? 'a former operator' : operatorOf(service, hex(item.server));
}

async function dropOfEntry({ db }: Service, entry: string): Promise<string> {
  return (await db.entries.filter((row) => row.entry === entry).first())?.drop ?? '';
}
