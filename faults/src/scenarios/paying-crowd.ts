import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '@onsale/crowd';
import { type Ledger, openLedger } from '@onsale/ledger';
import { checkSale, eventually } from '@onsale/testing';
import { type BankAccount, type BankCheckout, openBankAccount } from '../payments/bank-account.ts';
import { BEHAVIOURS, Buyer, type BuyerReport } from '../payments/buyer.ts';
import { type Account, findFaults, readAccounts } from '../payments/count-money.ts';
import { type Damage, startKilling } from '../payments/kill-parts.ts';
import { type PayingShop, startPayingShop } from '../payments/paying-shop.ts';
import { reconcile, workByHand } from '../payments/work-by-hand.ts';
import { untilQuiet, untilSwept } from '../payments/until-quiet.ts';
import type { Scenario, Stage } from '../scenario.ts';

/** How often each fault of the bank happens by itself: several for every payment. */
const RATES = {
  ...{ unpaid_then_paid: 0.08, unpaid_then_failed: 0.04, decides_in_five_days: 0.03 },
  ...{ paid_after_expiry: 0.02, paid_though_expired: 0.1, wrong_amount: 0.05 },
  ...{ wrong_currency: 0.03, dispute: 0.04 },
  ...{ message_late: 0.1, message_twice: 0.15, message_lost: 0.2, message_shuffled: 0.3 },
  ...{ message_early: 0.1, api_error: 0.04, api_html: 0.02, api_half: 0.02, api_cut: 0.04 },
  ...{ api_hangs: 0.004, api_slow: 0.04 },
  ...{ refund_fails: 0.04, refund_reversed: 0.04, refund_hangs: 0.05, no_balance: 0.04 },
};
/** Longer than the bank ever takes by itself to decide. */
const ALL_DECIDED_MS = 6 * 86_400_000;
/** Tickets for so many of the buyers: late money finds some gone. */
const CAPACITY_SHARE = 0.4;
/** Refunds that failed and disputes need a person, and a refund by hand may fail as well. */
const ROUNDS_BY_HAND = 3;

interface Plan {
  buyers: number;
  lastMs: number;
  holdMs: number;
  pauseMs: number;
  quietMs: number;
}

const QUICK: Plan = { buyers: 96, lastMs: 6000, holdMs: 3000, pauseMs: 600, quietMs: 60_000 };

/** The torture: everything that can go wrong with payments, at once. */
export const payingCrowd: Scenario = {
  name: 'paying-crowd',
  fault:
    'buyers pay, decline, leave, cancel and pay late or twice at a bank with every fault; SIGKILL of payments, ' +
    'gateways, workers, Redis and the bank; clocks apart',
  promise: 'who has paid has the tickets, or the money back, once; the books agree to the cent',
  run: async (stage) => {
    const plan = planOf(stage);
    const { holdMs } = plan;
    const capacity = Math.ceil(plan.buyers * CAPACITY_SHARE);
    const timing = { holdMs, giveUpMs: 2000, sweepMs: 500 };
    const shop = await startPayingShop(stage, { capacity, ...timing });
    const bank = openBankAccount(shop.bank.address, shop.bankToken);
    const seed = stage.random.integer(0, 2 ** 31);
    await bank.setFaults({ seed, rates: RATES, lateMs: 1500, slowMs: 500 });
    const killing = startKilling(shop, bank, {
      random: seededRandom(stage.random.integer(0, 2 ** 31)),
      pauseMs: plan.pauseMs,
    });
    const reports = await sendBuyers(stage, { shop, bank, plan });
    await killing.stop();
    const endedAtMs = performance.now();
    // This connection may still be reconnecting.
    await eventually(
      async () => await shop.system.connection.command('', ['PING']).catch(() => 'away'),
      (answer) => answer === 'PONG',
    );
    const ledger = await openLedger(shop.system.connection, shop.system.shards);
    const unquiet = await calmDown(stage, { shop, bank, ledger, plan });
    const secondsToNormal = (performance.now() - endedAtMs) / 1000;

    const findings = await reconcile(shop);
    const accounts = await readAll(stage, { shop, bank, ledger, reports });
    const orders = new Map(accounts.map(({ order }) => [order.id, order.id]));
    const check = await checkSale(shop.system, { orders, soldOut: 0, repeated: 0 });
    const broken = accounts.flatMap((account) =>
      findFaults(account).map((what) => `an order: ${what} ${storyOf(account)}`),
    );
    return {
      faults: [...killing.damage.kills.values()].reduce((sum, count) => sum + count, 0),
      check,
      secondsToNormal,
      broken: [
        ...(unquiet === undefined ? [] : [unquiet]),
        ...findings.flatMap(({ kind, message }) =>
          kind === 'dispute' ? [] : `reconcile: ${kind}: ${message}`,
        ),
        ...findIdleness(reports, accounts, killing.damage),
        ...broken.slice(0, 20),
      ],
      note: noteOf(reports, accounts, killing.damage),
    };
  },
};

function planOf({ quick, scale }: Stage): Plan {
  if (quick) return QUICK;
  const { buyers = 1000, minutes = 5 } = scale;
  return {
    buyers,
    lastMs: minutes * 60_000,
    ...{ holdMs: 8000, pauseMs: 3000, quietMs: 10 * 60_000 },
  };
}

// They come one after another, each with chances of its own; behaviours take turns, so that none is missing.
async function sendBuyers(
  stage: Stage,
  { shop, bank, plan }: { shop: PayingShop; bank: BankAccount; plan: Plan },
): Promise<BuyerReport[]> {
  const everyMs = plan.lastMs / plan.buyers;
  const startedAtMs = performance.now();
  const buying: Promise<BuyerReport>[] = [];
  for (let number = 0; number < plan.buyers; number++) {
    await delay(Math.max(0, startedAtMs + number * everyMs - performance.now()));
    const random = seededRandom(stage.random.integer(0, 2 ** 31));
    const behaviour = BEHAVIOURS[number % BEHAVIOURS.length] ?? 'pays';
    const buyer = new Buyer({ shop, bank, random, holdMs: plan.holdMs });
    buying.push(buyer.buy(`buyer-${number}`, behaviour));
    if (number % 100 === 99) stage.say(`${number + 1} of ${plan.buyers} buyers`);
  }
  return await Promise.all(buying);
}

// No more faults; what the bank has put off is decided; what needs a person gets one.
async function calmDown(
  stage: Stage,
  parts: { shop: PayingShop; bank: BankAccount; ledger: Ledger; plan: Plan },
): Promise<string | undefined> {
  const { shop, bank, ledger, plan } = parts;
  stage.say('all run again, and no fault happens any more');
  await bank.setFaults({ rates: {} });
  await bank.passTime(ALL_DECIDED_MS);
  for (let round = 0; round < ROUNDS_BY_HAND; round++) {
    await untilSwept(ledger);
    const unquiet = await untilQuiet(ledger, bank, plan.quietMs);
    if (unquiet !== undefined) return unquiet;
    if ((await workByHand(stage, { shop, bank, round })) === 0) return undefined;
  }
  return await untilQuiet(ledger, bank, plan.quietMs);
}

async function readAll(
  stage: Stage,
  parts: { shop: PayingShop; bank: BankAccount; ledger: Ledger; reports: BuyerReport[] },
): Promise<Account[]> {
  const { shop, bank, ledger, reports } = parts;
  const reader = new Buyer({ shop, bank, random: stage.random, holdMs: 0 });
  const { orders: sums } = await bank.books();
  return await readAccounts(ledger, {
    orderIds: reports.flatMap(({ orderIds }) => orderIds),
    ...{ sums, checkouts: await bank.checkouts() },
    tell: (orderId) => reader.readPayment(orderId),
  });
}

// A run in which nothing happened proves nothing.
function findIdleness(
  reports: readonly BuyerReport[],
  accounts: readonly Account[],
  { kills, struck }: Damage,
): string[] {
  const found: string[] = [];
  for (const behaviour of BEHAVIOURS) {
    if (!reports.some((report) => report.behaviour === behaviour && report.isHeld)) {
      found.push(`nobody who ${behaviour} had an order`);
    }
  }
  for (const part of ['redis', 'bank', 'payments', 'gateway', 'order-worker']) {
    if (!kills.has(part)) found.push(`${part} was never killed`);
  }
  if (!accounts.some(({ order }) => order.status === 'confirmed')) found.push('nobody has tickets');
  const refunds = accounts.flatMap(({ payment }) => payment?.refunds ?? []);
  if (refunds.length === 0) found.push('no money went back');
  if (struck.size < 10) found.push(`only ${struck.size} faults of the bank happened`);
  return found;
}

function noteOf(
  reports: readonly BuyerReport[],
  accounts: readonly Account[],
  { kills, clockJumps, struck }: Damage,
): string {
  const count = (items: Iterable<string>) => {
    const counts = [...Map.groupBy(items, (item) => item)].map(([item, all]) => [item, all.length]);
    return list(counts as [string, number][]);
  };
  const refunds = accounts.flatMap(({ payment }) => payment?.refunds ?? []);
  return [
    `buyers who had an order: ${count(reports.flatMap((each) => (each.isHeld ? each.behaviour : [])))}`,
    `orders: ${count(accounts.map(({ order }) => order.status))}`,
    `refunds: ${count(refunds.map(({ reason, state }) => `${reason} ${state}`))}`,
    `killed: ${list([...kills])}; clocks moved ${clockJumps}`,
    `faults of the bank: ${list([...struck])}`,
  ].join('; ');
}

function list(counts: readonly [string, number][]): string {
  return counts.map(([name, count]) => `${name} ${count}`).join(', ');
}

function storyOf({ order, payment, checkouts }: Account): string {
  const known = checkouts.map(({ id: _id, orderUrl: _url, ...rest }: BankCheckout) => rest);
  return JSON.stringify({ id: order.id, status: order.status, cause: order.cause, payment, known });
}
