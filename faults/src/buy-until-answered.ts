import { buy, eventually } from '@onsale/testing';

/** Repeats a purchase with its key until the order is placed; returns the order's id. */
export async function buyUntilAnswered(address: string, key: string): Promise<string> {
  const answer = await eventually(
    async () => await buy(address, key).catch(() => undefined),
    (got) => got?.status === 201,
    60_000,
  );
  return answer?.orderId ?? '';
}
