import type { Reconciliation } from '@onsale/contracts';
import {
  allShardsOf,
  type PaymentSnapshot,
  readPayment,
  scanPaidOrders,
  toDecimal,
} from '@onsale/ledger';
import { type PaymentWork, workOnPayment } from '../engine/work-on-payment.ts';
import type { ProviderPayment } from '../provider/provider.ts';
import { orderIdOf, learnPayment } from '../webhooks/learn-payment.ts';
import { comparePayment, type Finding, type PaymentCase } from './compare.ts';

/** Orders worked on and compared at a time. */
const AT_ONCE = 16;

export interface ReconcileParts {
  work: PaymentWork;
  /** Told of each order of which the provider knew something that no webhook had brought. */
  found: (orderId: string) => void;
}

/**
 * Compares every payment of a period with the provider's own list and with the orders. What the provider
 * knows and we don't is learned first, and what can be done about it is done, so that only what is left is
 * found. `keep` is called from time to time. Throws `ProviderError` when the provider does not answer, and
 * `ApiError` when the office doesn't that is asked for orders which have left Redis.
 */
export async function reconcile(
  { work, found }: ReconcileParts,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  keep: () => Promise<void> = async () => undefined,
): Promise<Reconciliation> {
  const cases = new Map<string, ProviderPayment[]>();
  const findings: Finding[] = [];
  const sums = new Sums();
  let cursor: string | undefined;
  do {
    const from = cursor === undefined ? {} : { cursor };
    const page = await work.provider.listPayments({ sinceMs: fromMs, untilMs: toMs, ...from });
    for (const fact of page.payments) {
      const orderId = orderIdOf(work.publicUrl, fact.orderUrl);
      if (orderId === undefined) continue;
      sums.add(fact);
      cases.set(orderId, [...(cases.get(orderId) ?? []), fact]);
    }
    await keep();
    cursor = page.next;
  } while (cursor !== undefined);

  for (const shard of allShardsOf(work.ledger)) {
    for await (const orderIds of scanPaidOrders(work.ledger, shard, { fromMs, toMs })) {
      for (const orderId of orderIds) if (!cases.has(orderId)) cases.set(orderId, []);
      await keep();
    }
  }
  let checkedOrders = 0;
  const all = [...cases];
  for (let i = 0; i < all.length; i += AT_ONCE) {
    const compared = await Promise.all(
      all.slice(i, i + AT_ONCE).map(async ([orderId, checkouts]) => {
        const run = { orderId, checkouts, fromMs, toMs, found };
        const each = await readCase(work, run);
        if (each.order !== undefined) checkedOrders += 1;
        const first = comparePayment(each, { nowMs: Date.now() });
        if (first.length === 0) return first;
        // The list is older than our record: money that has moved since seems to differ.
        const now = await readCase(work, { ...run, checkouts: await askAgain(work, checkouts) });
        return comparePayment(now, { nowMs: Date.now() });
      }),
    );
    findings.push(...compared.flat());
    await keep();
  }
  return {
    ...{ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
    ...{ checkedPayments: sums.payments, checkedOrders, ...sums.totals(), findings },
  };
}

async function askAgain(
  { provider }: PaymentWork,
  checkouts: readonly ProviderPayment[],
): Promise<ProviderPayment[]> {
  return await Promise.all(
    checkouts.map(async (fact) => {
      const { checkoutId } = fact;
      return (checkoutId && (await provider.readPayment({ checkoutId }))) || fact;
    }),
  );
}

// Learns what the provider says, does what can be done, and reads how the order stands then.
async function readCase(
  work: PaymentWork,
  run: { orderId: string; checkouts: ProviderPayment[]; fromMs: number; toMs: number } & Pick<
    ReconcileParts,
    'found'
  >,
): Promise<PaymentCase> {
  const { orderId, checkouts, found, fromMs, toMs } = run;
  for (const fact of checkouts) {
    const { learned } = await learnPayment(work, fact);
    if (learned === 'news') found(orderId);
  }
  const isNew = checkouts.some(({ state }) => state === 'paid');
  if (isNew) await workOnPayment(work, orderId);
  const snapshot = await readPayment(work.ledger, orderId, work.readArchived);
  const missing: string[] = [];
  const { provider, attempts = [] } = snapshot?.payment ?? {};
  // A provider that was used before can't be asked any more.
  const asked = provider === work.provider.name ? attempts : [];
  for (const { checkoutId, startedAtMs } of asked) {
    if (checkoutId === undefined || startedAtMs < fromMs || startedAtMs >= toMs) continue;
    if (checkouts.some((fact) => fact.checkoutId === checkoutId)) continue;
    if ((await work.provider.readPayment({ checkoutId })) === undefined) missing.push(checkoutId);
  }
  return { orderId, checkouts, missing, ...(snapshot === undefined ? {} : sidesOf(snapshot)) };
}

function sidesOf({ order, payment }: PaymentSnapshot): Pick<PaymentCase, 'order' | 'payment'> {
  const { status, totalMinor, currency, cause } = order;
  // The cause of a confirmed order is what it was paid with; without one, nothing had to be paid.
  const isByHand = cause?.startsWith('manual:') === true;
  const needsPayment = status === 'confirmed' && cause !== undefined && !isByHand;
  return {
    order: { status, totalMinor, currency, needsPayment },
    ...(payment === undefined ? {} : { payment }),
  };
}

/** What came and what went back, by currency. */
class Sums {
  payments = 0;
  readonly #received = new Map<string, number>();
  readonly #refunded = new Map<string, number>();

  add({ state, amountMinor, currency, refunds }: ProviderPayment): void {
    this.payments += 1;
    if (state !== 'paid') return;
    this.#received.set(currency, (this.#received.get(currency) ?? 0) + amountMinor);
    for (const refund of refunds) {
      if (refund.state === 'failed') continue;
      const sum = this.#refunded.get(refund.currency) ?? 0;
      this.#refunded.set(refund.currency, sum + refund.amountMinor);
    }
  }

  totals(): Pick<Reconciliation, 'received' | 'refunded'> {
    const list = (sums: Map<string, number>) =>
      [...sums].map(([currency, minor]) => ({ currency, amount: toDecimal(minor, currency) }));
    return { received: list(this.#received), refunded: list(this.#refunded) };
  }
}
