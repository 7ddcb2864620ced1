import { orderAddress } from '@onsale/ledger';

/** Positions in the record of an order. */
export const ORDER_STATE = 0;
export const ORDER_ITEMS = 1;

/** Overwrites a field of an order's record in shard 0, as the product itself never does. */
export async function editOrder(
  redis: { command(...args: string[]): Promise<unknown> },
  orderId: string,
  change: { place: number; text: string },
): Promise<void> {
  const address = orderAddress(0, orderId);
  const fields = JSON.parse(String(await redis.command('HGET', ...address))) as unknown[];
  fields[change.place] = change.text;
  await redis.command('HSET', ...address, JSON.stringify(fields));
}
