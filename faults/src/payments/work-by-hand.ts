import type { Reconciliation } from '@onsale/contracts';
import type { Stage } from '../scenario.ts';
import type { BankAccount } from './bank-account.ts';
import type { PayingShop } from './paying-shop.ts';

/** Money that is on nobody's way back. */
const STRANDED: ReadonlySet<string> = new Set([
  ...['refund_failed', 'paid_twice', 'paid_without_ticket'],
]);
/** Longer than any run. */
const PERIOD_MS = 86_400_000;

/**
 * What people do: disputes are decided, and what the daily comparison finds goes back by hand. Returns how
 * much there was to do.
 */
export async function workByHand(
  stage: Stage,
  { shop, bank, round }: { shop: PayingShop; bank: BankAccount; round: number },
): Promise<number> {
  let disputes = 0;
  for (const { paymentId = '', ...checkout } of await bank.checkouts()) {
    const isOpen = checkout.disputes.some(
      ({ state }) => state === 'needs_response' || state === 'under_review',
    );
    if (!isOpen) continue;
    await bank.moveDispute(paymentId, stage.random.pick(['won', 'lost'] as const));
    disputes += 1;
  }
  const found = (await reconcile(shop)).filter(({ kind }) => STRANDED.has(kind));
  const stranded = new Map(
    found.map(({ orderId = '', paymentId = '' }) => [paymentId, { orderId, paymentId }]),
  );
  // Of that payment alone: what was found may have gone back meanwhile, and the tickets' money must stay.
  // Refused while a dispute is open: then it is found again in the next round.
  let number = 0;
  for (const { orderId, paymentId } of stranded.values()) {
    const id = `by-hand-${round}-${(number += 1)}`;
    await ask(shop, `/payments/${orderId}/refunds`, { id, paymentId });
  }
  stage.say(`for a person: ${disputes} disputes, ${stranded.size} payments that are stranded`);
  return disputes + stranded.size;
}

/** What the daily comparison finds. */
export async function reconcile(shop: PayingShop): Promise<Reconciliation['findings']> {
  const [from, to] = [Date.now() - PERIOD_MS, Date.now() + PERIOD_MS];
  const period = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const response = await ask(shop, '/reconciliations', period);
  const text = await response.text();
  if (!response.ok) throw new Error(`payments and bank could not be compared: ${text}`);
  return (JSON.parse(text) as Reconciliation).findings;
}

async function ask({ payments, staffToken }: PayingShop, path: string, body: object) {
  return await fetch(`${payments[0]?.address}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staffToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
