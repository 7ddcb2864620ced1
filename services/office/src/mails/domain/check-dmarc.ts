import type { DomainCheck } from '@onsale/contracts';
import type { Dns } from './dns.ts';

const WANTED = 'v=DMARC1; p=quarantine';

/** Whether the domain, or the one that it belongs to, says what becomes of mails that are not from it. */
export async function checkDmarc(dns: Dns, domain: string): Promise<DomainCheck> {
  const name = 'dmarc';
  for (const at of placesOf(domain)) {
    const found = (await dns.txt(at)).filter((record) => /^v=DMARC1\s*(;|$)/i.test(record));
    if (found.length === 0) continue;
    if (found.length > 1) return { name, result: 'wrong', reason: 'many', at, found };
    const policy = /;\s*p\s*=\s*([a-z]+)/i.exec(found[0] ?? '')?.[1]?.toLowerCase();
    if (policy === 'quarantine' || policy === 'reject') {
      return { name, result: 'good', reason: 'ok', at, found };
    }
    return policy === 'none'
      ? { name, result: 'weak', reason: 'no_policy', at, found, wanted: WANTED }
      : { name, result: 'wrong', reason: 'malformed', at, found, wanted: WANTED };
  }
  const at = `_dmarc.${domain}`;
  return { name, result: 'missing', reason: 'none', at, found: [], wanted: WANTED };
}

// As receivers look for it: upwards, but not at a top-level domain.
function placesOf(domain: string): string[] {
  const labels = domain.split('.');
  const ends = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  return ends.map((each) => `_dmarc.${each}`);
}
