import type { DomainCheck, SenderDomain } from '@onsale/contracts';
import { NO_MAIL_SERVER, readMailServer, readSettings } from '@onsale/records';
import { splitList } from '@onsale/service';
import type { OfficeParts } from '../../app.ts';
import { checkDkim } from './check-dkim.ts';
import { checkDmarc } from './check-dmarc.ts';
import { checkSpf } from './check-spf.ts';
import { openDns } from './dns.ts';

/** Asks DNS what receivers will ask it of the domain that mails are from. */
export async function checkSenderDomain({
  records,
  config,
}: Pick<OfficeParts, 'records' | 'config'>): Promise<SenderDomain> {
  const [settings, server] = await Promise.all([readSettings(records), readMailServer(records)]);
  const sender = settings?.document.senderEmail;
  if (sender === undefined) return { checks: [] };
  const domain = sender.slice(sender.lastIndexOf('@') + 1).toLowerCase();
  const dns = openDns(splitList(config.DNS_SERVERS));
  const host = server?.server.replace(/:\d+$/, '');
  const mailServer = host === NO_MAIL_SERVER ? undefined : host;
  const checks = await Promise.all([
    orUnknown('spf', domain, () => checkSpf(dns, domain, mailServer)),
    orUnknown('dkim', domain, () => checkDkim(dns, domain, server?.dkim ?? undefined)),
    orUnknown('dmarc', domain, () => checkDmarc(dns, domain)),
  ]);
  return { sender, checks };
}

async function orUnknown(
  name: DomainCheck['name'],
  at: string,
  check: () => Promise<DomainCheck>,
): Promise<DomainCheck> {
  try {
    return await check();
  } catch {
    // It has not answered, or said that it can't.
    return { name, result: 'unknown', reason: 'dns', at, found: [] };
  }
}
