import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '@onsale/crowd';
import {
  bucketIndexKey,
  openLedger,
  paymentsPrefix,
  readCounts,
  readOrder,
  stockKey,
} from '@onsale/ledger';
import { eventually, freePorts, type System } from '@onsale/testing';
import { makeFakeClock } from '../fake-clock.ts';
import { type BankAccount, openBankAccount } from '../payments/bank-account.ts';
import { Buyer } from '../payments/buyer.ts';
import { type PayingShop, startPayingShop } from '../payments/paying-shop.ts';
import type { Part } from '../part.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { OFFICE_TOKEN, type RecordedSale, startRecords } from './recorded-sale.ts';

const HOLD_MS = 20_000;
const DAY_S = 86_400;
/** Longer than orders are kept after their event, and than money may come back. */
const KEPT_DAYS = 40;
/** What a payment stays that came back, and more. */
const STAYS_S = 2 * 3600;

/** A season leaves Redis, and who bought then does not notice. */
export const archivedSeason: Scenario = {
  name: 'records-archived-season',
  fault: 'the archive and payments are killed while a season leaves Redis',
  promise: 'every order is found, or 503 while the office is away; a refund moves money only',
  run: async (stage) => {
    const clock = await makeFakeClock();
    stage.onEnd(() => clock.remove());
    const [officePort = 0] = await freePorts(1);
    const officeUrl = `http://127.0.0.1:${officePort}`;
    const buyers = stage.quick ? 10 : 300;
    const shop = await startPayingShop(stage, {
      ...{ capacity: buyers, holdMs: HOLD_MS, giveUpMs: 2000, sweepMs: 500, clock },
      startsAt: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, ''),
      environment: { OFFICE_URL: officeUrl, OFFICE_TOKEN },
    });
    const sale = await startRecords(stage, shop.system, { hasWitness: false });
    const recorder = await sale.prepareRecorder(clock.environment);
    const office = await sale.prepareOffice({ ...clock.environment, PORT: String(officePort) });
    await Promise.all([recorder.restart(), office.restart()]);
    const bank = openBankAccount(shop.bank.address, shop.bankToken);

    const ids = await buyAll(stage, { shop, bank, buyers });
    await sale.untilRecorded();
    const before = await readAll(shop, ids);
    await clock.jumpTo(KEPT_DAYS * DAY_S);
    const folder = await mkdtemp(join(tmpdir(), 'onsale-archive-'));
    stage.onEnd(() => rm(folder, { recursive: true }));
    const kills = await archiveUnderKills(stage, sale, folder);
    const sinceMs = performance.now();

    const broken: string[] = [];
    const left = await countLeft(shop.system);
    if (left !== 0) broken.push(`${left} orders did not leave Redis`);
    broken.push(...compareTold(before, await readAll(shop, ids), 'archived'));
    broken.push(...(await lookWhileAway(shop, office, ids)));
    broken.push(...(await refundSome(stage, { shop, bank, sale, ids, before })));
    await clock.jumpTo(KEPT_DAYS * DAY_S + STAYS_S);
    const again = await archive(sale, folder);
    if (again !== 0) broken.push(`the last archive ended with ${again}`);
    const payments = await countPayments(shop.system);
    if (payments !== 0) broken.push(`${payments} payments did not leave Redis again`);
    broken.push(...compareTold(before, await readAll(shop, ids), 'refunded and archived'));
    broken.push(...(await sale.verify()));
    const report = await shop.system.auditWhenSettled();
    const ledger = await openLedger(shop.system.connection, shop.system.shards);
    const { placed, confirmed, rejected } = await readCounts(ledger, 0);
    return {
      faults: kills,
      check: {
        ...{ orders: ids.length, lost: 0, doubled: Math.max(0, placed - ids.length), oversold: 0 },
        ...{ confirmed, rejected, problems: report.problems },
      },
      secondsToNormal: (performance.now() - sinceMs) / 1000,
      broken,
    };
  },
};

// Most pay; the others leave what is in a season besides: expired and cancelled orders.
async function buyAll(
  stage: Stage,
  { shop, bank, buyers }: { shop: PayingShop; bank: BankAccount; buyers: number },
): Promise<string[]> {
  const ids: string[] = [];
  const buying = Array.from({ length: buyers }, async (_, number) => {
    await delay(number * 20);
    const random = seededRandom(stage.random.integer(0, 2 ** 31));
    const buyer = new Buyer({ shop, bank, random, holdMs: HOLD_MS });
    const behaviour = number % 5 === 4 ? 'cancels-then-pays' : 'pays';
    const report = await buyer.buy(`buyer-${number}`, behaviour);
    ids.push(...report.orderIds);
  });
  await Promise.all(buying);
  const ledger = await openLedger(shop.system.connection, shop.system.shards);
  await eventually(
    async () => await readCounts(ledger, 0),
    ({ placed, held, ...outcomes }) =>
      held === 0 && placed === Object.values(outcomes).reduce((sum, count) => sum + count, 0),
  );
  return ids;
}

/** What each order's page shows, by its id; the status of the response where that is not 200. */
async function readAll({ gateways }: PayingShop, ids: readonly string[]) {
  const told = new Map<string, string>();
  for (const [i, id] of ids.entries()) {
    const address = gateways[i % gateways.length]?.address ?? '';
    const response = await fetch(`${address}/v1/orders/${id}`);
    const body = await response.text();
    told.set(id, response.ok ? body : `${response.status} ${body}`);
  }
  return told;
}

function compareTold(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  when: string,
): string[] {
  const differing = [...before].filter(([id, told]) => after.get(id) !== told);
  return differing.slice(0, 3).map(([id, told]) => {
    return `${when}: of ${differing.length} orders one is ${after.get(id)} and was ${told}`;
  });
}

async function archiveUnderKills(
  stage: Stage,
  sale: RecordedSale,
  folder: string,
): Promise<number> {
  const times = stage.quick ? 1 : 12;
  for (let turn = 0; turn < times; turn++) {
    const running = startArchive(sale, folder);
    const ended = once(running, 'exit');
    await Promise.race([delay(stage.random.integer(300, 1500)), ended]);
    running.kill('SIGKILL');
    await ended;
  }
  const code = await archive(sale, folder);
  if (code !== 0) throw new Error(`the archive ended with ${code}`);
  return times;
}

async function archive(sale: RecordedSale, folder: string): Promise<number | null> {
  const [code] = (await once(startArchive(sale, folder), 'exit')) as [number | null];
  return code;
}

function startArchive(sale: RecordedSale, folder: string): ChildProcess {
  return sale.startAdmin('archive', '--to', folder, '--recorded');
}

/** Nobody is told that an order does not exist because it can't be looked up. */
async function lookWhileAway(
  shop: PayingShop,
  office: Part,
  ids: readonly string[],
): Promise<string[]> {
  await office.kill();
  const answers = new Set<string>();
  for (const id of ids.slice(0, 5)) {
    const response = await fetch(`${shop.gateways[0]?.address}/v1/orders/${id}`);
    const { code } = (await response.json()) as { code?: string };
    answers.add(`${response.status} ${code} ${response.headers.has('retry-after')}`);
  }
  await office.restart();
  const told = [...answers].join(', ');
  return told === '503 ARCHIVE_UNAVAILABLE true' ? [] : [`without the office it is told: ${told}`];
}

/** Money goes back for orders that have left Redis, and nothing else changes. */
async function refundSome(
  stage: Stage,
  parts: {
    shop: PayingShop;
    bank: BankAccount;
    sale: RecordedSale;
    ids: readonly string[];
    before: ReadonlyMap<string, string>;
  },
): Promise<string[]> {
  const { shop, bank, sale, ids, before } = parts;
  const ledger = await openLedger(shop.system.connection, shop.system.shards);
  const books = async () =>
    JSON.stringify([
      await readCounts(ledger, 0),
      await shop.system.redis.command('HGETALL', stockKey(0)),
    ]);
  const was = await books();
  const paid = ids.filter((id) => before.get(id)?.includes('"status":"confirmed"') === true);
  const chosen = paid.slice(0, stage.quick ? 3 : 30);
  await Promise.all(chosen.map((id) => refund(shop, id)));
  // The one that was asked dies, and the other goes on.
  const [first] = shop.payments;
  await first?.kill();
  await Promise.all(chosen.map((id) => refund(shop, id, 1)));
  await first?.restart();
  const refunded = async () => {
    const { orders } = await bank.books();
    return orders.filter(
      ({ orderUrl, refundedMinor, paidMinor }) =>
        chosen.some((id) => orderUrl.endsWith(id)) && refundedMinor === paidMinor,
    ).length;
  };
  await eventually(refunded, (count) => count === chosen.length);
  await sale.untilRecorded();
  const broken: string[] = [];
  if ((await books()) !== was) broken.push('a refund of archived orders has changed the books');
  for (const id of chosen) {
    if ((await readOrder(ledger, id)) !== undefined) broken.push('a refunded order came back');
  }
  const { orders } = await bank.books();
  const wrong = orders.filter(({ paidMinor, refundedMinor }) => refundedMinor > paidMinor);
  if (wrong.length > 0) broken.push(`${wrong.length} payments went back more than once`);
  const [row] = await sale.postgres.query<{ count: number }>(
    `select count(*)::int as count from records.payments
      where returned = received and returned > 0 and not is_open and order_id = any($1)`,
    [chosen],
  );
  if (row?.count !== chosen.length)
    broken.push(`${row?.count} of ${chosen.length} refunds are recorded`);
  return broken;
}

async function refund({ payments, staffToken }: PayingShop, orderId: string, process = 0) {
  const address = payments[process]?.address;
  const ask = async () =>
    await fetch(`${address}/payments/${orderId}/refunds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'after-the-season' }),
    }).then(
      async (response) => (response.ok ? '' : `${response.status} ${await response.text()}`),
      (error: unknown) => String(error),
    );
  await eventually(ask, (answer) => answer === '');
}

async function countLeft({ redis }: System): Promise<number> {
  return Number(await redis.command('ZCARD', bucketIndexKey(0)));
}

async function countPayments({ redis }: System): Promise<number> {
  const keys = (await redis.command('KEYS', `${paymentsPrefix(0)}*`)) as string[];
  return keys.length;
}
