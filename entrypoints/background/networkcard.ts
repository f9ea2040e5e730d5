import type { Looked } from '../../lib/actions/network.ts';
import type { Answer } from '../../lib/messages/request.ts';
import type { look } from '../../lib/messages/requests/network.ts';
import type { Doors } from './doors.ts';

/** A network as it is shown to people. */
export async function networkCard(
  doors: Doors,
  { network: { file }, fingerprint }: Looked,
): Promise<Answer<typeof look>> {
  const { name, authority, promises, minimumAge, expires, keywords, cells } = file;
  const operators = file.operators.map((one) => ({
    id: one.id,
    name: one.name,
    roles: one.servers.map(({ role }) => role),
    door: one.door ?? null,
  }));
  const needs = await doors.missing(operators.flatMap(({ door }) => door ?? []));
  return { name, fingerprint, authority, promises, minimumAge, expires, operators, needs, keywords, cells };
}
