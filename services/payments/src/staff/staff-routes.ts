import { staffPayments } from '@onsale/contracts';
import { showStaffPayment } from '@onsale/ledger';
import { type HttpServer, requireToken, withSchemaTypes } from '@onsale/service';
import { reconcile } from '../reconcile/reconcile.ts';
import { type Serving, answering } from '../serving.ts';
import { askRefund, readKnown } from './ask-refund.ts';
import { markPaid } from './mark-paid.ts';
import { readPeriod } from './read-period.ts';
import { showBalance } from './show-balance.ts';

/** What the seller's team does with payments, by the office or by `admin`; with the token only. */
export function registerStaffRoutes(
  scope: HttpServer,
  { serving, token }: { serving: () => Serving; token: string },
): void {
  requireToken(scope, token);
  const typed = withSchemaTypes(scope);
  const { getPayment, refundPayment, markPaid: mark, reconcile: compare } = staffPayments;
  typed.get(getPayment.url, { schema: getPayment.schema }, async ({ params }) => {
    const { books } = serving();
    return showStaffPayment(await answering(() => readKnown(books, params.orderId)));
  });
  typed.post(refundPayment.url, { schema: refundPayment.schema }, async ({ params, body }) => {
    const { books, soon } = serving();
    const snapshot = await answering(() => askRefund(books, params.orderId, body));
    soon(params.orderId);
    return showStaffPayment(snapshot);
  });
  typed.post(mark.url, { schema: mark.schema }, async ({ params, body }) => {
    const { books, soon } = serving();
    const snapshot = await answering(() => markPaid(books, params.orderId, body.reference));
    soon(params.orderId);
    return showStaffPayment(snapshot);
  });
  typed.post(compare.url, { schema: compare.schema }, async ({ body }) => {
    const { work, found } = serving();
    const parts = { work: work(), found };
    return await answering(() => reconcile(parts, readPeriod(body)));
  });
  const { readBalance, runDoctor } = staffPayments;
  typed.get(readBalance.url, { schema: readBalance.schema }, async () => {
    const { provider } = serving().work();
    return await answering(() => showBalance(provider));
  });
  typed.post(runDoctor.url, { schema: runDoctor.schema }, async ({ body }) => {
    const { provider } = serving().work();
    const createEndpoint = body.createEndpoint ?? false;
    return {
      provider: provider.name,
      ...(await answering(() => provider.examine({ createEndpoint }))),
    };
  });
}
