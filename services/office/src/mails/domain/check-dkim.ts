import type { DomainCheck } from '@onsale/contracts';
import type { DkimFacts } from '@onsale/records';
import type { Dns } from './dns.ts';

/** Whether receivers find the key that delivery signs mails with, and for a domain that counts for the sender's. */
export async function checkDkim(
  dns: Dns,
  domain: string,
  dkim: DkimFacts | undefined,
): Promise<DomainCheck> {
  const name = 'dkim';
  if (dkim === undefined) {
    return { name, result: 'missing', reason: 'not_signed', at: domain, found: [] };
  }
  const at = `${dkim.selector}._domainkey.${dkim.domain}`;
  const wanted = `v=DKIM1; k=rsa; p=${dkim.publicKey}`;
  const found = (await dns.txt(at)).filter((record) => /(^|;)\s*p\s*=/.test(record));
  if (found.length === 0) return { name, result: 'missing', reason: 'none', at, found, wanted };
  if (found.length > 1) return { name, result: 'wrong', reason: 'many', at, found, wanted };
  const key = /(?:^|;)\s*p\s*=([^;]*)/.exec(found[0] ?? '')?.[1]?.replaceAll(/\s/g, '');
  if (key !== dkim.publicKey) {
    return { name, result: 'wrong', reason: 'other_key', at, found, wanted };
  }
  const counts = isWithin(domain, dkim.domain) || isWithin(dkim.domain, domain);
  return counts
    ? { name, result: 'good', reason: 'ok', at, found }
    : { name, result: 'weak', reason: 'other_domain', at, found };
}

function isWithin(domain: string, parent: string): boolean {
  return domain === parent.toLowerCase() || domain.endsWith(`.${parent.toLowerCase()}`);
}
