import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applyCatalog,
  newOrderId,
  type NewOrder,
  openLedger,
  placeOrders,
  readOrder,
} from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { connectionOf, eventually, freePorts, startOffice, startService } from '@onsale/testing';

const BANK_TOKEN = 'token-of-the-bank';
const PAYMENTS_TOKEN = 'token-of-the-staff-of-this-shop';
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const PUBLIC_URL = 'https://tickets.example';
const PRICE = { adult: 2000, child: 750, free: 0 } as const;

const CATALOG = `
events:
  - id: show
    name: Night of Shows
    venue: Hall
    timeZone: Europe/Berlin
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    pools: [{ id: hall, capacity: 900 }]
    tickets:
      - { id: adult, name: Adult, type: adult, price: 20, capacity: 500, pool: hall }
      - { id: child, name: Child, type: child, price: 7.50, capacity: 500, pool: hall }
      - { id: free, name: Guests, type: free, price: 0, capacity: 50 }
  - id: other
    name: Another Night
    venue: Hall
    startsAt: 2087-05-02T20:00:00+02:00
    currency: EUR
    tickets: [{ id: seat, name: Seat, type: adult, price: 5, capacity: 10 }]
`;

type Process = ReturnType<typeof startService>;

/** The office with all that takes part in a sale and its refunds, as real processes, and an event on sale. */
export async function openShow(environment: Record<string, string> = {}) {
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of opened.toReversed()) await end();
  };
  try {
    return { ...(await open(environment, opened)), close };
  } catch (error) {
    // The processes would keep the test from ending.
    await close();
    throw error;
  }
}

async function open(environment: Record<string, string>, opened: (() => Promise<void>)[]) {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-bank-'));
  opened.push(() => rm(folder, { recursive: true }));
  const [bankPort, paymentsPort] = (await freePorts(2)).map(String) as [string, string];
  const paymentsUrl = `http://127.0.0.1:${paymentsPort}`;
  const bankUrl = `http://127.0.0.1:${bankPort}`;
  const office = await startOffice({ PAYMENTS_URL: paymentsUrl, PAYMENTS_TOKEN });
  opened.push(() => office.stop());
  const REDIS_URL = office.redis.url;
  const DATABASE_URL = office.postgres.url;
  const bankSecrets = { BANK_TOKEN, BANK_WEBHOOK_SECRET: WEBHOOK_SECRET };
  const processes = {
    bank: startService('bank', {
      ...bankSecrets,
      ...{ PORT: bankPort, DATA_DIR: folder, WEBHOOK_URL: `${paymentsUrl}/webhooks/bank` },
    }),
    payments: startService('payments', {
      ...bankSecrets,
      ...{ PORT: paymentsPort, REDIS_URL, PUBLIC_URL, BANK_URL: bankUrl, PAYMENTS_TOKEN },
      ...{ PAYMENT_PROVIDER: 'bank', TEST_PAYMENTS: 'true', PAYMENT_CALLS_PER_S: '1000' },
      ...environment,
    }),
    worker: startService('order-worker', { REDIS_URL }),
    recorder: startService('recorder', { REDIS_URL, DATABASE_URL }),
  };
  opened.push(async () => {
    await Promise.all(Object.values(processes).map((each) => each.stop()));
  });
  await Promise.all(Object.values(processes).map((each) => each.ready()));
  const ledger = await openLedger(connectionOf(office.redis), 1);
  await applyCatalog(ledger, parseCatalog(CATALOG, 'catalog.yaml'));

  const bank = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const response = await fetch(bankUrl + path, {
      method,
      headers: { authorization: `Bearer ${BANK_TOKEN}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const statusOf = async (orderId: string) => (await readOrder(ledger, orderId))?.status;
  const place = async (changes: Partial<NewOrder>): Promise<string> => {
    const order = orderOf(changes);
    await placeOrders(ledger, 0, { orders: [order], maxBacklog: 1000 });
    await eventually(
      () => statusOf(order.id),
      (status) => status !== 'pending',
    );
    return order.id;
  };
  const staff = async (path: string, body: object): Promise<void> => {
    const response = await fetch(paymentsUrl + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${PAYMENTS_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
  };

  return {
    ...{ office, ledger, bank, place, statusOf, staff },

    /** Sells an order and has it paid at the bank; resolves with its id and that of its checkout. */
    sellOnline: async (changes: Partial<NewOrder> = {}) => {
      const orderId = await place({ holdMs: 900_000, ...changes });
      const response = await fetch(`${paymentsUrl}/orders/${orderId}/payment`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
      const { url } = (await response.json()) as { url: string };
      const checkoutId = url.slice(url.lastIndexOf('/') + 1);
      await bank('POST', `/checkouts/${checkoutId}/pay`);
      await eventually(
        () => statusOf(orderId),
        (status) => status === 'confirmed',
      );
      return { orderId, checkoutId };
    },

    /** The office anew, at its old address, if the one before has ended; with `0` one more, beside it. */
    startOffice: (PORT = new URL(office.url).port): Process => {
      const started = startService('office', {
        PORT,
        ...{ ...office.stores, OFFICE_TOKEN: 'token-of-the-office', PAYMENTS_TOKEN },
        ...{ PAYMENTS_URL: paymentsUrl, OFFICE_SECRET: 'a'.repeat(43) },
      });
      opened.push(() => started.stop());
      return started;
    },
  };
}
export type Show = Awaited<ReturnType<typeof openShow>>;

/** Two tickets for adults, in a shop that takes them online. */
function orderOf({ lines = twoAdults(), ...changes }: Partial<NewOrder>): NewOrder {
  return {
    id: newOrderId(0, Date.now()),
    ...{ eventId: 'show', currency: 'EUR', paymentMethod: 'online' },
    customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
    lines,
    totalMinor: lines.reduce((sum, { qty, unitMinor }) => sum + qty * unitMinor, 0),
    ...changes,
  };
}

const twoAdults = () => [line('adult', 2)];

/** Tickets of one type. */
export function line(ticketId: keyof typeof PRICE, qty: number) {
  return { ticketId, type: ticketId, qty, unitMinor: PRICE[ticketId] };
}
