import type { CreateOrderRequest, ErrorDetail } from '@onsale/contracts';
import { m } from '../paraglide/messages.js';
import type { PickedLine } from '../event/basket.ts';

/** What a buyer fills in. */
export interface BuyerForm {
  name: string;
  email: string;
  paymentMethod: string;
}

/** A sentence for each field that is wrong; `order` is for what has no field. */
export type FormErrors = Partial<Record<keyof BuyerForm | 'order', string>>;

/** What can be seen without asking the server, which has the last word. */
export function checkForm(form: BuyerForm): FormErrors {
  const errors: FormErrors = {};
  if (form.name.trim() === '') errors.name = m.checkout_name_missing();
  if (form.email.trim() === '') errors.email = m.checkout_email_missing();
  else if (!/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(form.email.trim()))
    errors.email = m.checkout_email_wrong();
  return errors;
}

/** `shownTotal` is what the buyer was shown; the gateway orders nothing at another price. */
export function toRequest(
  form: BuyerForm,
  lines: readonly PickedLine[],
  shownTotal: number,
): CreateOrderRequest {
  return {
    customer: { name: form.name.trim(), email: form.email.trim() },
    items: lines.map(({ ticket, qty }) => ({ ticketId: ticket.id, qty })),
    paymentMethod: form.paymentMethod,
    expectedTotal: shownTotal,
  };
}

const FIELDS: Record<string, { field: keyof BuyerForm; label: () => string }> = {
  'customer.name': { field: 'name', label: m.checkout_name },
  'customer.email': { field: 'email', label: m.checkout_email },
  paymentMethod: { field: 'paymentMethod', label: m.order_payment },
};

/** Puts what the server says beside the field that it is about. */
export function errorsOfDetails(details: readonly ErrorDetail[]): FormErrors {
  const errors: FormErrors = {};
  for (const { path, message } of details) {
    const known = FIELDS[path];
    if (known === undefined) errors.order = `${errors.order ?? ''} ${message}.`.trim();
    else errors[known.field] ??= `${known.label()} ${message}.`;
  }
  return errors;
}
