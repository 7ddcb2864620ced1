import { eventually } from '@onsale/testing';
import { buyUntilAnswered } from './buy-until-answered.ts';

/**
 * Waits until an order that is placed now is settled, and returns the seconds since `sinceMs` (of
 * `performance.now()`). The probe is an order too, and is added to `orders`.
 */
export async function untilNormal(
  addresses: readonly string[],
  { sinceMs, orders }: { sinceMs: number; orders: Map<string, string> },
): Promise<number> {
  const key = `probe-${crypto.randomUUID()}`;
  const [address = ''] = addresses;
  const orderId = await buyUntilAnswered(address, key);
  orders.set(key, orderId);
  await eventually(
    async () => {
      const response = await fetch(`${address}/v1/orders/${orderId}`).catch(() => undefined);
      return response?.ok === true ? ((await response.json()) as { status: string }).status : '';
    },
    (status) => status === 'confirmed' || status === 'rejected',
    60_000,
  );
  return (performance.now() - sinceMs) / 1000;
}
