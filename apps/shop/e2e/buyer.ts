import type { CreateOrderResponse, Order, Ticket } from '@onsale/api-client';
import { eventually } from '@onsale/testing';
import type { Page } from 'playwright-core';

/** Says at the checkout who buys. */
export async function fillInBuyer(page: Page): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('Ada Okoro');
  await page.getByLabel('E-mail').fill('ada@example.com');
}

/** Buys without a page, as other buyers do at the same time. Resolves with the id of the order. */
export async function buyElsewhere(
  url: string,
  ticketId: string,
  qty: number,
  paymentMethod = 'invoice',
): Promise<string> {
  const response = await fetch(`${url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      customer: { name: 'Somebody Else', email: 'else@example.com' },
      items: [{ ticketId, qty }],
      paymentMethod,
    }),
  });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return ((await response.json()) as CreateOrderResponse).orderId;
}

export async function readOrder(url: string, orderId: string): Promise<Order> {
  return (await (await fetch(`${url}/api/v1/orders/${orderId}`)).json()) as Order;
}

/** Waits until so many are left of a ticket type. */
export async function untilRemaining(url: string, ticketId: string, left: number): Promise<void> {
  await eventually(
    () => remainingOf(url, ticketId),
    (remaining) => remaining === left,
  );
}

/** What is left of a ticket type; up to half a second old. */
export async function remainingOf(url: string, ticketId: string): Promise<number | undefined> {
  const { tickets } = (await (await fetch(`${url}/api/v1/tickets`)).json()) as {
    tickets: Ticket[];
  };
  return tickets.find(({ id }) => id === ticketId)?.remaining;
}
