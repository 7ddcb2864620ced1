import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderPayment, StartedPayment } from '@onsale/contracts';
import {
  applyCatalog,
  newOrderId,
  type NewOrder,
  openLedger,
  type PaymentSnapshot,
  placeOrders,
  readPayment,
} from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import {
  connectionOf,
  eventually,
  freePorts,
  type ServiceProcess,
  startRedis,
  startService,
} from '@onsale/testing';

const BANK_TOKEN = 'token-of-the-bank';
export const STAFF_TOKEN = 'token-of-the-staff-of-this-shop';
export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const PUBLIC_URL = 'https://tickets.example';

const CATALOG = `
events:
  - id: show
    name: Night of Shows
    venue: Hall
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    tickets:
      - { id: adult, name: Adult, type: adult, price: 20, capacity: 1000 }
      - { id: last, name: Last, type: adult, price: 20, capacity: 2 }
`;

const json = { 'content-type': 'application/json' };

/**
 * What takes part in a payment, as real processes on real data: Redis, a worker, the bank, and payments, of
 * which there may be several.
 */
export async function openShop(environment: Record<string, string> = {}) {
  const server = await startRedis();
  const ledger = await openLedger(connectionOf(server), 1);
  await applyCatalog(ledger, parseCatalog(CATALOG, 'catalog.yaml'));
  const folder = await mkdtemp(join(tmpdir(), 'onsale-bank-'));
  const [bankPort, paymentsPort] = (await freePorts(2)).map(String) as [string, string];
  const url = `http://127.0.0.1:${paymentsPort}`;
  const bankUrl = `http://127.0.0.1:${bankPort}`;
  const secrets = { BANK_TOKEN, BANK_WEBHOOK_SECRET: WEBHOOK_SECRET };
  const startBank = () =>
    startService('bank', {
      ...secrets,
      PORT: bankPort,
      DATA_DIR: folder,
      WEBHOOK_URL: `${url}/webhooks/bank`,
    });
  const startPayments = (port = '0') =>
    startService('payments', {
      ...secrets,
      ...{ PORT: port, REDIS_URL: server.url, PUBLIC_URL, BANK_URL: bankUrl },
      ...{ PAYMENT_PROVIDER: 'bank', TEST_PAYMENTS: 'true', PAYMENTS_TOKEN: STAFF_TOKEN },
      ...{ PAYMENT_CALLS_PER_S: '1000', PAYMENT_SWEEP_MS: '500' },
      ...environment,
    });
  const processes = {
    bank: startBank(),
    payments: startPayments(paymentsPort),
    worker: startService('order-worker', { REDIS_URL: server.url }),
  };
  await Promise.all(Object.values(processes).map((each) => each.ready()));
  const others: ServiceProcess[] = [];

  const call = async (path: string, init: RequestInit = {}) => await fetch(url + path, init);
  /** Calls the bank as a test does that plays the buyer, the seller, or fate. */
  const bank = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(bankUrl + path, {
      method,
      headers: { authorization: `Bearer ${BANK_TOKEN}`, ...json },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const read = async (orderId: string): Promise<PaymentSnapshot> => {
    const snapshot = await readPayment(ledger, orderId);
    if (snapshot === undefined) throw new Error('there is no such order');
    return snapshot;
  };

  return {
    ...{ server, ledger, url, processes, call, bank, read },

    /** Places an order of two tickets, and waits until it is held. */
    async hold(changes: Partial<NewOrder> = {}): Promise<string> {
      const order = orderOf(changes);
      await placeOrders(ledger, 0, { orders: [order], maxBacklog: 1000 });
      const held = await eventually(
        () => read(order.id),
        ({ order: { status } }) => status !== 'pending',
      );
      if (held.order.status !== 'held') throw new Error(`the order is ${held.order.status}`);
      return order.id;
    },

    /** Presses "Pay". */
    async start(orderId: string): Promise<StartedPayment & { checkoutId: string }> {
      const response = await call(`/orders/${orderId}/payment`, { method: 'POST', headers: json });
      const body = (await response.json()) as StartedPayment;
      if (!response.ok) throw new Error(JSON.stringify(body));
      return { ...body, checkoutId: body.url.slice(body.url.lastIndexOf('/') + 1) };
    },

    async pay(checkoutId: string): Promise<void> {
      await bank('POST', `/checkouts/${checkoutId}/pay`);
    },

    /** Waits until the payment is as the buyer is told. */
    async seen(orderId: string, isSo: (payment: OrderPayment) => boolean): Promise<OrderPayment> {
      return await eventually(
        async () => (await (await call(`/orders/${orderId}/payment`)).json()) as OrderPayment,
        isSo,
      );
    },

    async staff(method: string, path: string, body?: object) {
      const headers = { authorization: `Bearer ${STAFF_TOKEN}`, ...json };
      return await call(path, {
        ...{ method, headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },

    /** One more process of payments, which nobody calls. */
    async addPayments(): Promise<ServiceProcess> {
      const added = startPayments();
      others.push(added);
      await added.ready();
      return added;
    },

    async killBank(): Promise<void> {
      processes.bank.signal('SIGKILL');
      await processes.bank.exited;
    },

    async restartBank(): Promise<void> {
      processes.bank = startBank();
      await processes.bank.ready();
    },

    async close(): Promise<void> {
      await Promise.all([...Object.values(processes), ...others].map((each) => each.stop()));
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
export type Shop = Awaited<ReturnType<typeof openShop>>;

function orderOf(changes: Partial<NewOrder>): NewOrder {
  return {
    id: newOrderId(0, Date.now()),
    eventId: 'show',
    currency: 'EUR',
    customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
    paymentMethod: 'online',
    lines: [{ ticketId: 'adult', type: 'adult', qty: 2, unitMinor: 2000 }],
    totalMinor: 4000,
    holdMs: 900_000,
    ...changes,
  };
}
