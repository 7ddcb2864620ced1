import {
  Clock,
  Door,
  payAtBank,
  percentile,
  type Person,
  play,
  type Scene,
  seededRandom,
} from '@onsale/crowd';
import { connectionOf, type PartUsage, readPartUsage, startMailServer } from '@onsale/testing';
import { audit, openLedger } from '@onsale/ledger';
import { type Site, startSite } from '@onsale/testing/site';
import type { Benchmark, Row, Scale } from './measure/benchmark.ts';
import { startPeer } from './measure/peer-process.ts';
import { absolute } from './measure/rounds.ts';

const EVENT = 'whole';
const SEED = 12;
/** People a second, in a tiny run and in a real one: few enough for nothing to be in line. */
const RATES = { tiny: 10, real: 40 };
/** How long they come for each second of a round: their mails, which are most of the work, take far longer. */
const STRETCH = 3;
/** Mails leave a while after the last order. */
const MAILED_MS = 120_000;

/**
 * All of it switched on: people wait in line, order in their turn and pay at the bank, all by nginx; with limits, traces,
 * the order log and its records, tickets and mails. At a rate that the machine bears, so that the figures are what an
 * order costs and how long it takes, not how long a line becomes.
 */
export const whole: Benchmark = {
  name: 'whole',
  about: 'an order from the line to its mail with everything on: time to confirmed and paid, CPU',
  run: async (scale) => {
    const mails = await startMailServer({ headersOnly: true });
    const traces = await startPeer('trace-sink', { core: 'rest' });
    const tracesUrl = (traces.hello as { url: string }).url;
    const site = await startWhole({ mailUrl: mails.url, tracesUrl });
    try {
      const rounds = [];
      // The first one warms everything up.
      for (let round = 0; round <= scale.rounds; round++) {
        const measured = await measure(site, { scale, round, mails: mails.mails });
        if (round > 0 || scale.rounds === 1) rounds.push(measured);
      }
      const { problems } = await audit(await openLedger(connectionOf(site.redis), 1));
      if (problems.length > 0) throw new Error(`the audit: ${problems.join('; ')}`);
      return rowsOf(rounds);
    } finally {
      await site.stop();
      await Promise.all([mails.stop(), traces.stop()]);
    }
  },
};

type Measured = Awaited<ReturnType<typeof measure>>;

function rowsOf(rounds: readonly Measured[]): Row[] {
  const row = (what: string, unit: string, of: (round: Measured) => number) =>
    absolute({ what, unit, ours: rounds.map(of), goal: undefined });
  const ms = (list: readonly number[], share: number) => percentile(list, share);
  const parts = [...new Set(rounds.flatMap(({ cpuMs }) => [...cpuMs.keys()]))];
  const total = ({ cpuMs }: Measured) => [...cpuMs.values()].reduce((sum, each) => sum + each, 0);
  return [
    {
      ...row('from the click to confirmed or held, p50', 'ms', (r) => ms(r.settledMs, 0.5)),
      note: 'everything on, nobody hesitates',
    },
    row('from the click to confirmed or held, p99', 'ms', (r) => ms(r.settledMs, 0.99)),
    row('from the click to paid, p50', 'ms', (r) => ms(r.paidMs, 0.5)),
    row('from the click to paid, p99', 'ms', (r) => ms(r.paidMs, 0.99)),
    row('paid orders for each second of all CPU', 'orders/CPU s', (r) => 1000 / total(r)),
    ...parts.map((part) => row(`CPU for an order, ${part}`, 'ms', (r) => r.cpuMs.get(part) ?? 0)),
  ];
}

async function measure(
  site: Site,
  { scale, round, mails }: { scale: Scale; round: number; mails: readonly unknown[] },
) {
  const isTiny = scale.rounds === 1;
  const seconds = Math.max(2, (scale.roundMs / 1000) * STRETCH);
  const count = Math.round(seconds * (isTiny ? RATES.tiny : RATES.real));
  const api = `${site.url}/api/v1`;
  const clock = new Clock(() => undefined);
  const door = new Door({ line: api, shop: api }, () => undefined);
  const startMs = performance.now() + 200;
  const scene: Scene = {
    ...{ door, clock, random: seededRandom(SEED + round), eventId: EVENT, ticketId: 'whole-seat' },
    ...{ copied: [], paymentMethod: 'online' },
    identityOf: ({ index }) => ({
      email: `round-${round}-${index}@example.com`,
      address: `198.18.${(index >> 8) & 255}.${index & 255}`,
    }),
    pay: async (order) =>
      await payAtBank(
        {
          ...{ door, clock, abandons: 0, hurry: Infinity },
          chance: () => 0,
          onPaid: () => undefined,
        },
        order,
      ),
  };
  const before = readPartUsage();
  const mailed = mails.length;
  const people = Array.from({ length: count }, (_, index) => somebody(index, startMs, seconds));
  await Promise.all(people.map((person) => play(person, scene)));
  const deadlineMs = performance.now() + MAILED_MS;
  while (mails.length - mailed < count && performance.now() < deadlineMs) await clock.sleep(100);
  const after = readPartUsage();
  clock.end();
  door.close();
  const orders = people.flatMap((person) => person.orders);
  const settledMs = orders.map(
    ({ pressedAtMs, settledAtMs = Infinity }) => settledAtMs - pressedAtMs,
  );
  const paidMs = orders
    .filter(({ status }) => status === 'confirmed')
    .map(({ pressedAtMs, changedAtMs = Infinity }) => changedAtMs - pressedAtMs);
  if (paidMs.length < count || mails.length - mailed < count) {
    throw new Error(`${count} people: ${paidMs.length} paid, ${mails.length - mailed} mails`);
  }
  return { settledMs, paidMs, cpuMs: cpuOf(before, after, count) };
}

function somebody(index: number, startMs: number, seconds: number): Person {
  const arrivesAtMs = startMs + (((index * 1000) / RATES.real) % (seconds * 1000));
  return { index, kind: 'patient', arrivesAtMs, orders: [], stolen: 0, refused: 0, lost: 0 };
}

function cpuOf(before: PartUsage[], after: PartUsage[], count: number): Map<string, number> {
  const at = new Map(before.map(({ part, cpuS }) => [part, cpuS]));
  return new Map(
    after
      .filter(({ part }) => part !== 'simulator')
      .map(({ part, cpuS }) => [part, ((cpuS - (at.get(part) ?? 0)) * 1000) / count]),
  );
}

async function startWhole({ mailUrl, tracesUrl }: { mailUrl: string; tracesUrl: string }) {
  const tracing = { OTEL_EXPORTER_OTLP_ENDPOINT: tracesUrl, OTEL_TRACES_SAMPLER_ARG: '0.01' };
  return await startSite({
    catalog: CATALOG,
    waitingRoom: { TRUSTED_PROXIES: '127.0.0.1' },
    payments: { PAYMENT_CALLS_PER_S: '1000' },
    office: {},
    delivery: { SMTP_URL: mailUrl },
    gatewayEnvironment: {
      ...{ TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_ORDERS: '30' },
      ...{ CUSTOMER_KEY: 'a-secret-of-the-benchmark-of-more-than-32-characters' },
      ...tracing,
    },
    nginxEnvironment: { TRUSTED_PROXIES: '127.0.0.1', MAX_CLIENT_CONNECTIONS: '0' },
  });
}

const CATALOG = `events:
  - id: ${EVENT}
    name: The whole of it
    venue: Loopback
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    paymentMethods: [online]
    maxPerCustomer: 4
    waitingRoom: { opens: always }
    tickets: [{ id: whole-seat, name: Seat, type: adult, price: 20, capacity: 1000000 }]
`;
