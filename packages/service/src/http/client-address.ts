import { BlockList, isIP, isIPv6 } from 'node:net';
import { splitList } from '../process/config.ts';

/** Number of cached addresses: looking one up takes longer than anything else an order needs. */
const MAX_REMEMBERED = 10_000;

interface Client {
  name: string;
  isOurs: boolean;
}

/** Identifies clients by address, for limits per client. */
export class ClientAddresses {
  readonly #ours = new BlockList();
  readonly #known = new Map<string, Client>();

  /** `trusted` is `TRUSTED_PROXIES`: the addresses and networks of our own proxies, or `none`. */
  constructor(trusted = 'none') {
    for (const entry of trusted === 'none' ? [] : splitList(trusted)) {
      const [address = '', prefix] = entry.split('/');
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      if (prefix === undefined) this.#ours.addAddress(address, family);
      else this.#ours.addSubnet(address, Number(prefix), family);
    }
  }

  /**
   * Whether a client is in our own network: a proxy, the laboratory, or a buyer whose address was
   * lost on the way. A limit per address would stop the whole shop there, so it does not apply.
   */
  isOurs(address: string): boolean {
    return this.#clientAt(address).isOurs;
  }

  /** An IPv6 client has 2^64 addresses, so it is identified by its network. */
  nameOf(address: string): string {
    return this.#clientAt(address).name;
  }

  #clientAt(address: string): Client {
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    const version = isIP(address);
    const client = {
      name: version === 6 ? networkOf(address) : address,
      isOurs: version !== 0 && this.#ours.check(address, version === 6 ? 'ipv6' : 'ipv4'),
    };
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear();
    this.#known.set(address, client);
    return client;
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
