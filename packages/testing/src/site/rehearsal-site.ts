import { startMailServer } from '../mail-server.ts';
import { readPartUsage } from '../part-usage.ts';
import { type Site, startSite } from './site.ts';

/** A whole shop of its own for a rehearsal: nothing in it is real, and no mail leaves this machine. */
export interface RehearsalSite {
  kind: 'own';
  url: string;
  /** Everybody comes from an address of their own, as the door takes us for a proxy. */
  trustsUs: true;
  office: { url: string; apiKey: string };
  bank: { url: string; token: string };
  /** Mails with tickets that were taken so far, by address. */
  mails: () => ReadonlyMap<string, number>;
  /** CPU seconds of each kind of process so far. */
  cpu: () => ReadonlyMap<string, number>;
  killable: { name: string; kill(): Promise<void>; restart(): Promise<void> }[];
  stop(): Promise<void>;
}

/** It needs one; the rehearsal makes its own. */
const CATALOG = `events:
  - id: nothing
    name: Nothing
    venue: Nowhere
    startsAt: 2087-05-01T20:00:00Z
    currency: EUR
    tickets: [{ id: nothing-seat, name: Seat, type: adult, price: 1, capacity: 1 }]
`;
const TRUSTS_US = { TRUSTED_PROXIES: '127.0.0.1' };
/** What is looked for is a mail too many or too few, not the pace of somebody's mail server. */
const MAILS_PER_S = '1000';
/** The bank is ours, and takes as many as it can. */
const PAYMENT_CALLS_PER_S = '1000';

/** Starts all parts, PostgreSQL and a mail server that keeps what it is given. */
export async function startRehearsalSite(): Promise<RehearsalSite> {
  const server = await startMailServer({ headersOnly: true });
  const site = await startSite({
    ...{ catalog: CATALOG, worker: false, waitingRoom: TRUSTS_US },
    payments: { ...TRUSTS_US, PAYMENT_CALLS_PER_S },
    office: TRUSTS_US,
    delivery: { ...TRUSTS_US, SMTP_URL: server.url, MAILS_PER_S },
    gatewayEnvironment: { ...TRUSTS_US, RATE_LIMIT_ORDERS: '30' },
    // What watches and pays asks from one address.
    nginxEnvironment: { ...TRUSTS_US, RATE_LIMIT_REQUESTS: '0' },
  }).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const key = await site.office.key([{ role: 'manager' }]);
  const { bank } = site.payments;
  return {
    ...{ kind: 'own', url: site.url, trustsUs: true, bank },
    office: { url: site.office.url, apiKey: key.secret },
    mails: () => mailsWithTickets(server.mails),
    cpu: () => new Map(readPartUsage().map(({ part, cpuS }) => [part, cpuS])),
    killable: await killableParts(site),
    stop: async () => {
      await site.stop();
      await server.stop();
    },
  };
}

function mailsWithTickets(mails: readonly { to: string[]; raw: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { to, raw } of mails) {
    if (!/^subject: your tickets? for/im.test(raw)) continue;
    for (const address of to) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}

async function killableParts(site: Site): Promise<RehearsalSite['killable']> {
  const { payments } = site;
  let worker = await site.startWorker();
  return [
    { name: 'gateway', kill: () => site.killGateway(), restart: () => site.startGateway() },
    {
      name: 'waiting-room',
      kill: () => site.killWaitingRoom(),
      restart: () => site.startWaitingRoom(),
    },
    {
      name: 'payments',
      kill: () => payments.killPayments(),
      restart: () => payments.startPayments(),
    },
    { name: 'bank', kill: () => payments.killBank(), restart: () => payments.startBank() },
    {
      name: 'office',
      kill: () => site.office.killOffice(),
      restart: () => site.office.startOffice(),
    },
    {
      name: 'order-worker',
      kill: async () => {
        worker.signal('SIGKILL');
        await worker.exited;
      },
      restart: async () => {
        worker = await site.startWorker();
      },
    },
  ];
}
