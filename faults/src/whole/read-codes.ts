import type { OrderTickets } from '@onsale/contracts';

/** The codes that the page of an order shows; none when nobody answers, or there are none. */
export async function readCodes(url: string, orderId: string): Promise<string[]> {
  try {
    const response = await fetch(`${url}/api/v1/orders/${orderId}/tickets`, {
      signal: AbortSignal.timeout(4000),
    });
    if (response.status !== 200) return [];
    const { tickets } = (await response.json()) as OrderTickets;
    return tickets.flatMap(({ code }) => code ?? []);
  } catch {
    return [];
  }
}
