import { m } from '../paraglide/messages.js';

const NAMES: Record<string, () => string> = {
  online: m.method_online,
  manual: m.method_manual,
  credit_card: m.method_credit_card,
  paypal: m.method_paypal,
  bank_transfer: m.method_bank_transfer,
  invoice: m.method_invoice,
  demo: m.method_demo,
};

/** A way to pay in the reader's language; one that the page does not know stays as it is. */
export function nameOfMethod(method: string): string {
  return NAMES[method]?.() ?? method;
}
