import { BlockList, isIP, isIPv6 } from 'node:net';
import type { DomainCheck } from '@onsale/contracts';
import type { Dns } from './dns.ts';

/** As many questions to DNS as a receiver asks at most (RFC 7208). */
const MOST_LOOKUPS = 10;

/**
 * Whether the domain lists who may send its mails, and the mail server among them. A server may hand mails on to
 * another one that sends them: not to find it is a weakness, no mistake.
 */
export async function checkSpf(
  dns: Dns,
  domain: string,
  mailServer: string | undefined,
): Promise<DomainCheck> {
  const name = 'spf';
  const wanted = `v=spf1 ${mailServer === undefined ? 'mx' : mechanismOf(mailServer)} ~all`;
  const found = (await dns.txt(domain)).filter(isSpf);
  const base = { name, at: domain, found } as const;
  if (found.length === 0) return { ...base, result: 'missing', reason: 'none', wanted };
  if (found.length > 1) return { ...base, result: 'wrong', reason: 'many', wanted };
  if (/\s\+?all\b/i.test(found[0] ?? '')) {
    return { ...base, result: 'weak', reason: 'allows_all', wanted };
  }
  if (mailServer === undefined) return { ...base, result: 'good', reason: 'ok' };
  const addresses =
    isIP(bare(mailServer)) > 0 ? [bare(mailServer)] : await dns.addresses(mailServer);
  const list: SenderList = { allowed: new BlockList(), lookups: 0 };
  try {
    await addSenders(dns, domain, list);
  } catch (error) {
    if (!(error instanceof SpfError)) throw error;
    return { ...base, result: 'wrong', reason: error.reason };
  }
  const isListed = addresses.some((each) => list.allowed.check(each, familyOf(each)));
  return isListed
    ? { ...base, result: 'good', reason: 'ok' }
    : { ...base, result: 'weak', reason: 'not_listed', wanted };
}

interface SenderList {
  allowed: BlockList;
  lookups: number;
}

class SpfError extends Error {
  readonly reason: 'malformed' | 'lookups';

  constructor(reason: SpfError['reason']) {
    super(reason);
    this.reason = reason;
  }
}

async function addSenders(dns: Dns, domain: string, list: SenderList): Promise<void> {
  const record = (await dns.txt(domain)).find(isSpf);
  for (const term of record?.split(/\s+/).slice(1) ?? []) {
    // Those that must not send are of no interest, and neither are those who only may be sent by.
    const [, name = '', value = ''] = /^\+?([a-z0-9]+)[:=]?(.*)$/i.exec(term) ?? [];
    await addTerm(dns, { name: name.toLowerCase(), value, domain }, list);
  }
}

async function addTerm(
  dns: Dns,
  { name, value, domain }: { name: string; value: string; domain: string },
  list: SenderList,
): Promise<void> {
  if (name === 'ip4' || name === 'ip6') return addNetwork(list, value);
  if (!['a', 'mx', 'include', 'redirect'].includes(name)) return;
  list.lookups++;
  if (list.lookups > MOST_LOOKUPS) throw new SpfError('lookups');
  // What is computed of each mail can't be known before there is one.
  if (value.includes('%')) return;
  if (name === 'include' || name === 'redirect') return await addSenders(dns, value, list);
  const [, host = '', prefix = ''] = /^([^/]*)(.*)$/.exec(value) ?? [];
  const target = host === '' ? domain : host;
  const hosts = name === 'a' ? [target] : await dns.mx(target);
  for (const each of hosts) {
    for (const address of await dns.addresses(each)) {
      const length = prefixFor(address, prefix);
      addNetwork(list, length === undefined ? address : `${address}/${length}`);
    }
  }
}

// `/24` is of IPv4, and `//64` of IPv6.
function prefixFor(address: string, prefix: string): string | undefined {
  const pattern = isIPv6(address) ? /\/\/(\d+)$/ : /^\/(\d+)/;
  return pattern.exec(prefix)?.[1];
}

function addNetwork({ allowed }: SenderList, network: string): void {
  const [address = '', prefix] = network.split('/');
  if (isIP(address) === 0) throw new SpfError('malformed');
  const family = familyOf(address);
  const longest = family === 'ipv6' ? 128 : 32;
  const length = prefix === undefined ? longest : Number(prefix);
  if (!Number.isInteger(length) || length < 0 || length > longest) throw new SpfError('malformed');
  allowed.addSubnet(address, length, family);
}

const isSpf = (record: string) => /^v=spf1(\s|$)/i.test(record);
const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');
const bare = (host: string) => host.replaceAll(/[[\]]/g, '');

function mechanismOf(mailServer: string): string {
  const address = bare(mailServer);
  if (isIP(address) === 0) return `a:${mailServer}`;
  return `${isIPv6(address) ? 'ip6' : 'ip4'}:${address}`;
}
