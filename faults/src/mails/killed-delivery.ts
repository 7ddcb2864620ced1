import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { newOrderId, type NewOrder, placeOrders } from '@onsale/ledger';
import { eventually, startMailServer, type TestMailServer } from '@onsale/testing';
import { addKey, writeKeyFile } from '@onsale/ticket-codes';
import type { Part } from '../part.ts';
import { checkRecordedSale } from '../records/judge-records.ts';
import { type RecordedSale, startRecordedSale } from '../records/recorded-sale.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { judgeMails } from './judge-mails.ts';
import { nastyPost } from './nasty-post.ts';

/** Buyers, and how often delivery is killed at least while their mails leave. */
const BUYERS = { quick: 50, full: 10_000 };
const KILLS = { quick: 2, full: 40 };
/** A process needs about a second to start; it dies a while after that. */
const ALIVE_MS = { quick: [800, 2500], full: [1500, 5000] } as const;
/** One in so many has an address that does not exist. */
const GONE = 100;
/** As many as one call takes. */
const BATCH = 200;
const CATALOG = `
events:
  - id: night
    name: A night of letters
    venue: Hall
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    tickets:
      - { id: letter, name: Letter, type: standard, price: 10, capacity: 100000 }
`;

/** Delivery dies again and again while it mails the tickets of a sold-out night by a nasty server. */
export const killedDelivery: Scenario = {
  name: 'mails-killed-delivery',
  fault: 'delivery is killed; the mail server refuses, delays and hangs up',
  promise: 'each buyer has their tickets; twice only where the first mail could not be noted',
  run: async (stage) => {
    const sale = await startRecordedSale(stage, { catalog: CATALOG, hasWitness: false, shards: 1 });
    const post = nastyPost(stage);
    const server = await startMailServer({ judge: post.judge, headersOnly: true });
    stage.onEnd(() => server.stop());
    const recorder = await sale.prepareRecorder();
    const [parts] = await Promise.all([
      prepareDelivery(stage, sale, server),
      sale.system.startGateway(),
      sale.system.startWorker(),
      recorder.restart(),
    ]);
    const orders = await buy(stage, sale);
    const sinceMs = performance.now();
    const [least, most] = ALIVE_MS[stage.quick ? 'quick' : 'full'];
    let kills = 0;
    const mailed = () => new Set(server.mails.map(({ to }) => to[0])).size;
    while (kills < KILLS[stage.quick ? 'quick' : 'full'] || mailed() < orders.size / 2) {
      await delay(stage.random.integer(least, most));
      const victim = stage.random.pick(parts);
      await victim.kill();
      await victim.restart();
      kills++;
      stage.say(`${kills} killed, ${mailed()} of ${orders.size} mailed`);
    }
    post.behave();
    if (stage.quick) await forgetTheDead(sale, parts);
    await sale.untilRecorded();
    const behavesMs = performance.now();
    await untilSent(sale, orders.size);
    const judged = await judgeMails(sale, { server, post, orders, kills });
    const seconds = (performance.now() - sinceMs) / 1000;
    return {
      faults: kills,
      check: await checkRecordedSale(sale, orders.values()),
      secondsToNormal: (performance.now() - behavesMs) / 1000,
      broken: [...parts.flatMap(({ crashes }) => crashes), ...judged.broken],
      note: `${judged.note}, ${seconds.toFixed(0)} s in all`,
    };
  },
};

async function prepareDelivery(
  stage: Stage,
  sale: RecordedSale,
  server: TestMailServer,
): Promise<Part[]> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-letters-'));
  stage.onEnd(() => rm(folder, { recursive: true }));
  const file = join(folder, 'ticket-keys.json');
  await writeKeyFile(file, addKey([]));
  const environment = { SMTP_URL: server.url, TICKET_KEYS_FILE: file, MAILS_PER_S: '1000' };
  const prepared = [1, 2].map(() => sale.prepareDelivery(environment));
  const parts = await Promise.all(prepared);
  await Promise.all(parts.map((part) => part.restart()));
  return parts;
}

/** Orders of one ticket, each by somebody else; by address. */
async function buy(stage: Stage, { ledger }: RecordedSale): Promise<Map<string, string>> {
  const count = BUYERS[stage.quick ? 'quick' : 'full'];
  const bought = new Map<string, string>();
  while (bought.size < count) {
    const size = Math.min(BATCH, count - bought.size);
    const orders = Array.from({ length: size }, (_, index) => orderOf(bought.size + index));
    await placeOrders(ledger, 0, { orders, maxBacklog: 1e9 });
    for (const { id, customer } of orders) bought.set(customer.email, id);
  }
  return bought;
}

function orderOf(index: number): NewOrder {
  const name = index % GONE === 1 ? 'gone' : 'ada';
  return {
    ...{ id: newOrderId(0, Date.now()), eventId: 'night', currency: 'EUR' },
    customer: { name: `${name} ${index}`, email: `${name}-${index}@example.com` },
    ...{ paymentMethod: 'cash', totalMinor: 1000 },
    lines: [{ ticketId: 'letter', type: 'standard', qty: 1, unitMinor: 1000 }],
  };
}

/** The others take what the dead had on their way, without the time after which nobody hopes for them. */
async function forgetTheDead({ postgres }: RecordedSale, parts: readonly Part[]): Promise<void> {
  await Promise.all(parts.map((part) => part.kill()));
  await postgres.query(`
    update jobs.job_common set heartbeat_on = now() - interval '1 hour'
    where name = 'mails' and state = 'active'`);
  await Promise.all(parts.map((part) => part.restart()));
}

/** Waits until no mail waits any more; those that were put off need not wait for their time. */
async function untilSent({ postgres }: RecordedSale, orders: number): Promise<void> {
  const count = async () => {
    await postgres.query(`
      update jobs.job_common set start_after = now()
      where name = 'mails' and state in ('created', 'retry') and start_after > now()`);
    const [row] = await postgres.query<{ ended: string; waiting: string }>(`
      select count(*) filter (where state <> 'waiting') as ended,
        count(*) filter (where state = 'waiting') as waiting
      from office.mails where kind = 'confirmed'`);
    return { ended: Number(row?.ended ?? 0), waiting: Number(row?.waiting ?? 0) };
  };
  await eventually(count, ({ ended, waiting }) => waiting === 0 && ended >= orders, 1_800_000);
}
