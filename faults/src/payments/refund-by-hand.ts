import type { Stage } from '../scenario.ts';
import type { BankAccount, BankCheckout } from './bank-account.ts';
import { type PayingShop, SHOP_URL } from './paying-shop.ts';

/**
 * What people do: disputes are decided, and refunds that failed for good are asked for again. Returns how
 * much there was to do.
 */
export async function refundByHand(
  stage: Stage,
  { shop, bank, round }: { shop: PayingShop; bank: BankAccount; round: number },
): Promise<number> {
  let done = 0;
  for (const checkout of await bank.checkouts()) {
    const { paymentId = '', disputes } = checkout;
    if (disputes.some(({ state }) => state === 'needs_response' || state === 'under_review')) {
      await bank.moveDispute(paymentId, stage.random.pick(['won', 'lost'] as const));
      done += 1;
    } else if (isStranded(checkout)) {
      await refund(shop, checkout, `by-hand-${round}-${paymentId.slice(-8)}`);
      done += 1;
    }
  }
  stage.say(`${done} disputes and failed refunds for a person`);
  return done;
}

// Some of its money was to go back, and did not.
function isStranded({ state, refunds, disputes }: BankCheckout): boolean {
  return (
    state === 'paid' &&
    refunds.length > 0 &&
    refunds.every((refund) => refund.state === 'failed') &&
    !disputes.some((dispute) => dispute.state === 'lost')
  );
}

async function refund(shop: PayingShop, { orderUrl }: BankCheckout, id: string): Promise<void> {
  const orderId = orderUrl.slice(`${SHOP_URL}/orders/`.length);
  const response = await fetch(`${shop.payments[0]?.address}/payments/${orderId}/refunds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.staffToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id }),
  });
  if (!response.ok) throw new Error(`a refund by hand was refused: ${await response.text()}`);
}
