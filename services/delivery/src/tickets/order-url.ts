/** Where a buyer sees an order. */
export function orderUrl(publicUrl: string, orderId: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/orders/${orderId}`;
}
