import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { FastifyRequest } from 'fastify';
import { Webhook } from 'standardwebhooks';
import type { Bank } from '../bank.ts';
import type { Checkout } from '../books/documents.ts';
import { viewRefund } from '../books/views.ts';
import { listCheckouts } from '../books/list-checkouts.ts';
import { provider } from './operations.ts';

/** The routes that payments calls. */
export function registerProviderRoutes(scope: HttpServer, bank: Bank): void {
  const app = withSchemaTypes(scope);
  const { books, answers, panel, sender } = bank;
  const view = (checkout: Checkout) => books.view(checkout);

  // Runs a change once, and then, where the fault wants it, sends its message before its answer.
  async function change<Answer extends object>(
    request: FastifyRequest,
    run: (told: (checkout: Checkout) => boolean) => Answer,
  ): Promise<Answer> {
    let early: string | undefined;
    const answer = answers.once(request, () =>
      run((checkout) => {
        const isEarly = panel.dice.strikes('message_early', checkout);
        if (isEarly) early = checkout.id;
        return isEarly;
      }),
    );
    if (early !== undefined) await sender.sendNow(early);
    return answer;
  }

  app.post(
    provider.startCheckout.url,
    { schema: provider.startCheckout.schema },
    async (request) =>
      await change(request, (told) => {
        const checkout = books.startCheckout(request.body);
        if (told(checkout)) books.tellOpened(checkout);
        return view(checkout);
      }),
  );
  app.get(provider.listCheckouts.url, { schema: provider.listCheckouts.schema }, (request) => {
    const { checkouts, next } = listCheckouts(books.checkouts, request.query);
    return { checkouts: checkouts.map(view), ...(next === undefined ? {} : { next }) };
  });
  app.get(provider.readCheckout.url, { schema: provider.readCheckout.schema }, ({ params }) =>
    view(books.checkout(params.id)),
  );
  app.get(provider.readPayment.url, { schema: provider.readPayment.schema }, ({ params }) =>
    view(books.checkoutOfPayment(params.id)),
  );
  app.post(
    provider.expireCheckout.url,
    { schema: provider.expireCheckout.schema },
    async (request) =>
      await change(request, (told) => {
        const checkout = books.checkout(request.params.id);
        books.expire(checkout);
        told(checkout);
        return view(checkout);
      }),
  );
  app.post(
    provider.refund.url,
    { schema: provider.refund.schema },
    async (request) =>
      await change(request, (told) => {
        const { paymentId, amountMinor, currency } = request.body;
        const checkout = books.checkoutOfPayment(paymentId);
        const refund = books.refund(checkout, { amountMinor, currency });
        told(checkout);
        return viewRefund(checkout, refund);
      }),
  );

  const webhook = new Webhook(bank.config.BANK_WEBHOOK_SECRET);
  app.get(provider.readAccount.url, { schema: provider.readAccount.schema }, () => {
    const now = new Date();
    const body = JSON.stringify({ id: 'msg_sample', type: 'sample', createdAtMs: now.getTime() });
    return {
      nowMs: now.getTime(),
      webhookUrl: bank.config.WEBHOOK_URL,
      waitingMessages: sender.waiting,
      balances: [...books.balances].map(([currency, amountMinor]) => ({ currency, amountMinor })),
      sample: {
        headers: {
          'webhook-id': 'msg_sample',
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': webhook.sign('msg_sample', now, body),
        },
        body,
      },
    };
  });
}
