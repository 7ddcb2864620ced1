import { buy, eventually } from '@onsale/testing';

/** One purchase whose request is repeated, with its key, until it is placed; the order's id. */
export async function buyUntilAnswered(address: string, key: string): Promise<string> {
  const answer = await eventually(
    async () => await buy(address, key).catch(() => undefined),
    (got) => got?.status === 201,
    60_000,
  );
  return answer?.orderId ?? '';
}
