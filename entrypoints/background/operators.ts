import { networkFile } from '../../lib/actions/ask.ts';
import type { Service } from '../../lib/actions/service.ts';
import type { Left } from '../../lib/actions/vault/leave.ts';
import { base64url, fromHex } from '../../lib/bytes.ts';
import { findServer, serversOf } from '../../lib/protocol/network.ts';

/** Who runs a server (id, hex), by name. */
export function operatorOf(service: Service, server: string): string {
  const found = findServer(networkFile(service), base64url(fromHex(server)));
  return found?.operator.name ?? 'a former operator';
}

/** Where something that could not be deleted lies, for people. */
export function whereOf(service: Service, { what, id }: Left): string {
  if (what === 'mailbox' || what === 'vault') return operatorOf(service, id);
  if (what === 'name') return serversOf(networkFile(service), 'id')[0]?.operator.name ?? '';
  return what === 'letters' ? 'on the way to a Friend' : id;
}
