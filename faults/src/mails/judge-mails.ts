import type { ReceivedMail, TestMailServer } from '@onsale/testing';
import type { RecordedSale } from '../records/recorded-sale.ts';
import type { NastyPost } from './nasty-post.ts';

/** Mails that one process has on their way at most, and so leaves behind when it dies. */
const MOST_UNDER_WAY = 10;

/**
 * Counts what arrived at each address, by the server that took it. A mail may come twice when the server dropped the
 * connection after it had taken it, or when a process died before it had noted it; then with one Message-ID.
 */
export async function judgeMails(
  { postgres }: Pick<RecordedSale, 'postgres'>,
  {
    server,
    post,
    orders,
    kills,
  }: {
    server: TestMailServer;
    post: NastyPost;
    orders: ReadonlyMap<string, string>;
    kills: number;
  },
): Promise<{ broken: string[]; note: string }> {
  const byAddress = Map.groupBy(server.mails, ({ to }) => to[0] ?? '');
  const wanted = [...orders.keys()].filter((address) => !post.refuses(address));
  const missing = wanted.filter((address) => !byAddress.has(address));
  const refused = [...byAddress.keys()].filter((address) => post.refuses(address));
  let byDeath = 0;
  let bySilence = 0;
  let renamed = 0;
  for (const [address, mails] of byAddress) {
    const extra = mails.length - 1;
    const silent = Math.min(extra, post.takenInSilence.get(address) ?? 0);
    bySilence += silent;
    byDeath += extra - silent;
    if (new Set(mails.map(messageIdOf)).size > 1) renamed++;
  }
  const rows = await postgres.query<{ state: string; mails: string }>(
    `select state, count(*) as mails from office.mails where kind = 'confirmed' group by state`,
  );
  const states = new Map(rows.map(({ state, mails }) => [state, Number(mails)]));
  const gone = orders.size - wanted.length;
  const broken = [
    ...(missing.length > 0 ? [`${missing.length} buyers have no mail: ${missing[0]}`] : []),
    ...(refused.length > 0 ? ['a mail came where nobody is'] : []),
    ...(renamed > 0 ? [`${renamed} mails came again with another Message-ID`] : []),
    ...(byDeath > kills * MOST_UNDER_WAY ? [`${byDeath} mails came twice for no reason`] : []),
    ...(states.get('failed') === gone ? [] : [`${states.get('failed') ?? 0} failed, not ${gone}`]),
    ...(states.get('sent') === wanted.length ? [] : ['not every mail is noted as sent']),
  ];
  const nasty = Object.entries(post.counts).map(([what, times]) => `${times} ${what}`);
  const note =
    `${server.mails.length} mails for ${wanted.length} buyers, none for ${gone} that do not exist; ` +
    `${byDeath} twice by a death, ${bySilence} by the server (${nasty.join(', ')})`;
  return { broken, note };
}

function messageIdOf({ raw }: ReceivedMail): string | undefined {
  return /^message-id:\s*(\S+)/im.exec(raw)?.[1];
}
