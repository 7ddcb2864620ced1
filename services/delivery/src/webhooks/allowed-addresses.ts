import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.process>;
type Network = [Address, number];

/** Where a webhook may go. */
export interface AllowedAddresses {
  /** `private`: in a network that the operator has named; it may be reached without TLS. */
  judge(address: string): 'public' | 'private' | 'refused';
}

/** The global unicast addresses that were given out; all others lead elsewhere, or embed one of IPv4. */
const GIVEN_OUT = ipaddr.parseCIDR('2000::/3');
/** Public by its number, but it belongs to the machine: Azure's, which gives out credentials. */
const OF_THE_MACHINE = new Set(['168.63.129.16']);
/** Addresses of nobody in particular, whatever the operator says. */
const NOBODYS = new Set(['unspecified', 'multicast', 'broadcast']);

/** Judges addresses: public ones are allowed, and those of `privateNetworks`, such as `10.0.0.0/8, 192.168.1.7`. */
export function allowAddresses(privateNetworks: readonly string[]): AllowedAddresses {
  const named = privateNetworks.map(networkOf);
  return {
    judge(text) {
      // A zone (`fe80::1%eth0`) is part of no public address.
      if (!ipaddr.isValid(text) || text.includes('%')) return 'refused';
      // ::ffff:10.0.0.1 is 10.0.0.1.
      const address = ipaddr.process(text);
      if (NOBODYS.has(address.range())) return 'refused';
      if (named.some((network) => isIn(address, network))) return 'private';
      return isPublic(address) ? 'public' : 'refused';
    },
  };
}

/** Throws when it is neither an address nor a network. */
function networkOf(text: string): Network {
  if (ipaddr.isValidCIDR(text)) {
    const [address, bits] = ipaddr.parseCIDR(text);
    return [address, bits];
  }
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function isIn(address: Address, [network, bits]: Network): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast' || OF_THE_MACHINE.has(address.toString())) return false;
  return address.kind() === 'ipv4' || isIn(address, GIVEN_OUT);
}
