import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  isLoopback,
  listenOn,
  ownAddresses,
  readAddress,
  readName,
} from '../../../../servers/helper/daemon/address.ts';

const SLOT = '0a'.repeat(16);
const PEER = '12D3KooWEMA2twc4JGTdeNs1iKf8jN8FtxLjbLqBjR1eA8rBTmze';

function card(address: string, internal = false): NetworkInterfaceInfo {
  const family = address.includes(':') ? ('IPv6' as const) : ('IPv4' as const);
  const rest = { address, internal, netmask: '', mac: '', cidr: null };
  return family === 'IPv6' ? { ...rest, family, scopeid: 0 } : { ...rest, family };
}

describe('addresses of Friends’ devices', () => {
  it('are read whole', () => {
    for (const [family, ip] of [
      ['ip4', '203.0.113.5'],
      ['ip6', '2001:db8::5'],
    ]) {
      const at = `/${family}/${ip}/tcp/4077/p2p/${PEER}`;
      expect(readAddress(`${SLOT}@${at}`)).toEqual({ slot: SLOT, at, peer: PEER, ip });
    }
  });

  it('of any other form are nothing: no names, no other protocols, no relays, nothing behind', () => {
    const rest = `/tcp/4077/p2p/${PEER}`;
    const bad = [
      '',
      `${SLOT}@/dns4/example.org${rest}`,
      `${SLOT}@/ip4/203.0.113.5/udp/4077/p2p/${PEER}`,
      `${SLOT}@/ip4/203.0.113.5/tcp/4077`,
      `${SLOT}@/ip4/203.0.113.5/tcp/70000/p2p/${PEER}`,
      `${SLOT}@/ip4/203.0.113.5/tcp/0/p2p/${PEER}`,
      `${SLOT}@/ip4/2001:db8::5${rest}`,
      `${SLOT}@/ip6/203.0.113.5${rest}`,
      `${SLOT}@/ip4/203.0.113.500${rest}`,
      `${SLOT}@/ip4/203.0.113.5${rest}/p2p-circuit`,
      `${SLOT}@/ip4/203.0.113.5/tcp/4077/ws/p2p/${PEER}`,
      `${SLOT.slice(1)}@/ip4/203.0.113.5${rest}`,
      `/ip4/203.0.113.5${rest}`,
      `${SLOT}@/ip6/fe80::1%eth0${rest}`,
    ];
    expect(bad.map(readAddress).filter((one) => one !== null)).toEqual([]);
  });
});

describe('names of Friends’ helpers', () => {
  it('are read from an address, and from a name without a place, which nobody can dial', () => {
    const name = `${SLOT}@/p2p/${PEER}`;
    expect(readName(name)).toEqual({ slot: SLOT, peer: PEER });
    expect(readName(`${SLOT}@/ip4/203.0.113.5/tcp/4077/p2p/${PEER}`)).toMatchObject({
      slot: SLOT,
      peer: PEER,
    });
    expect(readAddress(name)).toBeNull();
    for (const bad of ['', PEER, `/p2p/${PEER}`, `${name}/p2p-circuit`, `${SLOT}@/p2p/`])
      expect(readName(bad)).toBeNull();
  });
});

describe('this machine’s addresses', () => {
  const cards = {
    lo: [card('127.0.0.1', true), card('::1', true)],
    eth0: [card('192.168.1.7'), card('fe80::7'), card('2001:db8::7')],
    wlan0: [card('198.51.100.7'), card('169.254.3.3'), card('fd00::7')],
  };

  it('stand with IPv6 and the open network first, and without those nobody else can dial', () => {
    expect(ownAddresses(null, cards)).toEqual(['2001:db8::7', '198.51.100.7', 'fd00::7', '192.168.1.7']);
    expect(ownAddresses('0.0.0.0', cards)).toEqual(['198.51.100.7', '192.168.1.7']);
    expect(ownAddresses(null, { lo: cards.lo })).toEqual([]);
  });

  it('are the one told to listen on, where there is one', () => {
    expect(ownAddresses('127.0.0.1', cards)).toEqual(['127.0.0.1']);
    expect(listenOn('127.0.0.1', 4077)).toEqual(['/ip4/127.0.0.1/tcp/4077']);
    expect(listenOn(null, 4077)).toEqual(['/ip6/::/tcp/4077', '/ip4/0.0.0.0/tcp/4077']);
  });

  it('of loopback are known in all their forms', () => {
    const own = ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'];
    expect(own.every(isLoopback)).toBe(true);
    expect(['10.0.0.1', '2001:db8::1', '128.0.0.1'].some(isLoopback)).toBe(false);
  });
});
