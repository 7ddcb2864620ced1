import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { Bank } from '../bank.ts';
import { sumsByOrder } from '../books/sums.ts';
import { control } from './operations.ts';

/** The routes for tests and demos, which no fault touches. */
export function registerControlRoutes(scope: HttpServer, bank: Bank): void {
  const app = withSchemaTypes(scope);
  const { books, panel, sender } = bank;

  app.post(control.payCheckout.url, { schema: control.payCheckout.schema }, ({ params }) => {
    const checkout = books.checkout(params.id);
    books.pay(checkout);
    return books.view(checkout);
  });
  app.post(control.declineCheckout.url, { schema: control.declineCheckout.schema }, (request) => {
    const checkout = books.checkout(request.params.id);
    books.decline(checkout);
    return books.view(checkout);
  });
  app.post(control.disputePayment.url, { schema: control.disputePayment.schema }, (request) => {
    const checkout = books.checkoutOfPayment(request.params.id);
    const { state } = request.body;
    if (state === 'needs_response') books.dispute(checkout);
    else books.moveDispute(checkout, state);
    return books.view(checkout);
  });
  app.put(
    control.setCheckoutFaults.url,
    { schema: control.setCheckoutFaults.schema },
    ({ params, body }) => {
      books.setFaults(books.checkout(params.id), body.faults);
      return body;
    },
  );
  app.get(control.readFaults.url, { schema: control.readFaults.schema }, () => ({
    ...panel.settings,
    struck: panel.dice.struck,
  }));
  app.put(control.setFaults.url, { schema: control.setFaults.schema }, ({ body }) => {
    panel.change(body);
    return panel.settings;
  });
  app.post(control.passTime.url, { schema: control.passTime.schema }, ({ body }) => {
    const { passMs, checkoutId } = body;
    books.passTime(passMs, checkoutId === undefined ? undefined : books.checkout(checkoutId));
    return { passedMs: passMs };
  });
  app.put(control.setBalance.url, { schema: control.setBalance.schema }, ({ body }) => {
    books.setBalance(body.currency, body.amountMinor);
    return body;
  });
  app.get(control.readBooks.url, { schema: control.readBooks.schema }, () => ({
    orders: sumsByOrder(books.checkouts),
    waitingMessages: sender.waiting,
  }));
}
