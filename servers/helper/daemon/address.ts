import { isIP, isIPv4 } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** Whose helper is a Friend's device's: `<slot>@…/p2p/<PeerId>`. */
export interface Named {
  slot: string;
  peer: string;
}

/** An address of a Friend's device: `<slot>@/ip4/203.0.113.5/tcp/4077/p2p/<PeerId>`. */
export interface Address extends Named {
  /** The multiaddr, with the peer at its end. */
  at: string;
  ip: string;
}

const FORM =
  /^([0-9a-f]{32})@(\/(ip4|ip6)\/([0-9a-fA-F.:]{2,45})\/tcp\/([1-9]\d{0,4})\/p2p\/([1-9A-HJ-NP-Za-km-z]{40,64}))$/;

const NAME = /^([0-9a-f]{32})@\/p2p\/([1-9A-HJ-NP-Za-km-z]{40,64})$/;

/** Reads who is meant by an address, or by one without a place (`<slot>@/p2p/<PeerId>`); null for any other text. */
export function readName(text: string): Named | null {
  const [, slot, peer] = NAME.exec(text) ?? [];
  return slot === undefined || peer === undefined ? readAddress(text) : { slot, peer };
}

/** Reads an address that can be dialled; null for any other text. Names are not taken: asking for one would tell others who is meant. */
export function readAddress(text: string): Address | null {
  const [, slot = '', at = '', family, ip = '', port, peer = ''] = FORM.exec(text) ?? [];
  if (isIP(ip) !== (family === 'ip4' ? 4 : 6) || Number(port) > 65_535) return null;
  return { slot, at, peer, ip };
}

/** Whether an IP address is the machine itself. */
export function isLoopback(ip: string): boolean {
  return ip === '::1' || (isIPv4(ip) && ip.startsWith('127.')) || ip.toLowerCase().startsWith('::ffff:127.');
}

/** The IP addresses Friends may reach this machine at, IPv6 first, those of the open network before those of a LAN. */
export function ownAddresses(
  listen: string | null,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): string[] {
  if (listen !== null && listen !== '::' && listen !== '0.0.0.0') return [listen];
  return Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter(({ internal, address }) => !internal && !isLinkLocal(address))
    .filter(({ family }) => listen === null || family === (listen === '::' ? 'IPv6' : 'IPv4'))
    .map(({ address }) => address)
    .sort((a, b) => rank(a) - rank(b));
}

/** The multiaddrs to listen on. */
export function listenOn(listen: string | null, port: number): string[] {
  return (listen === null ? ['::', '0.0.0.0'] : [listen]).map((ip) => multiaddrOf(ip, port));
}

/** `/ip4/…/tcp/…` */
export function multiaddrOf(ip: string, port: number): string {
  return `/${isIPv4(ip) ? 'ip4' : 'ip6'}/${ip}/tcp/${port}`;
}

function isLinkLocal(ip: string): boolean {
  return /^fe[89ab]/i.test(ip) || ip.startsWith('169.254.');
}

function rank(ip: string): number {
  if (isIPv4(ip))
    return /^(10|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(ip) ? 3 : 1;
  return /^f[cd]/i.test(ip) ? 2 : 0;
}
