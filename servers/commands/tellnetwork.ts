import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { checkNetwork, fingerprint } from '../../lib/crypto/network.ts';
import { type NetworkFile, readSignedNetwork } from '../../lib/protocol/network.ts';

/** What a network file says, for people. Checks form and signature (NetworkFileError); an expired one is said to be. */
export function tellNetwork(network: unknown, now: number): string {
  // its own time, so that an expired one can be looked at, too
  const { file } = checkNetwork(p, network, null, readSignedNetwork(network).file.issued);
  const until = new Date(file.expires).toISOString();
  return [
    `${file.name}, number ${file.number}`,
    `fingerprint  ${fingerprint(p, file.authority)}`,
    now < file.expires ? `good until   ${until}` : `EXPIRED      ${until}`,
    `age          ${file.minimumAge} and older`,
    ...file.operators.map(tellOperator),
    ...(file.promises === '' ? [] : [`promises     ${file.promises}`]),
  ]
    .map((line) => line.replace(/\p{C}/gu, '\ufffd')) // a file of others goes to a terminal
    .join('\n');
}

function tellOperator(one: NetworkFile['operators'][number]): string {
  const roles = one.servers.map(({ role }) => role).join(', ');
  return `operator     ${one.id} (${one.name}): ${roles}; ${one.nats}${one.door === undefined ? '' : `; ${one.door}`}`;
}
