import { BlockList, isIPv6 } from 'node:net';

/** Identifies clients by address, for limits per client. */
export class ClientAddresses {
  readonly #ours = new BlockList();

  /** `trusted` are the addresses and networks of our own proxies, as in `TRUSTED_PROXIES`. */
  constructor(trusted: readonly string[]) {
    for (const entry of trusted) {
      const [address = '', prefix] = entry.split('/');
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      if (prefix === undefined) this.#ours.addAddress(address, family);
      else this.#ours.addSubnet(address, Number(prefix), family);
    }
  }

  /**
   * Whether a client is in our own network: the laboratory, or a buyer whose address was lost on
   * the way. A limit per address would stop the whole shop there, so it does not apply.
   */
  isOurs(address: string): boolean {
    return this.#ours.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }

  /** A client with one IPv6 address has 2^64 of them, so it is identified by its network. */
  nameOf(address: string): string {
    return isIPv6(address) ? networkOf(address) : address;
  }
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}
