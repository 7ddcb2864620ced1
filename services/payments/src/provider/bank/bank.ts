import type {
  CheckoutRequest,
  Examination,
  PaymentHandle,
  PaymentPage,
  PaymentQuery,
  Provider,
  ProviderBalance,
  ProviderPayment,
  ProviderRefund,
  ProviderRefundRequest,
} from '../provider.ts';
import { ProviderError } from '../provider.ts';
import { BankApi, type BankApiOptions } from './bank-api.ts';
import { examineBank } from './examine-bank.ts';
import { readBalances, readCheckout, readPage, readRefund } from './read-answers.ts';
import { createWebhookReader } from './read-webhook.ts';

export interface BankOptions extends BankApiOptions {
  webhookSecret: string;
}

/** The bank for tests and demos (`services/bank`) as a provider. */
export function createBank(options: BankOptions): Provider {
  const api = new BankApi(options);
  const readWebhook = createWebhookReader(options.webhookSecret);
  return {
    name: 'bank',
    readWebhook,
    startCheckout: (request) => startCheckout(api, request),
    readPayment: (handle) => readPayment(api, handle),
    listPayments: (query) => listPayments(api, query),
    expireCheckout: (request) => expireCheckout(api, request),
    refund: (request) => refund(api, request),
    readBalance: () => readBalance(api),
    examine: (): Promise<Examination> => examineBank(api, readWebhook),
  };
}

async function startCheckout(
  api: BankApi,
  { key, ...body }: CheckoutRequest,
): Promise<ProviderPayment & { url: string }> {
  const payment = readCheckout(await api.post('/checkouts', { key, body }));
  // Repeated after its end, the key still returns the first answer: with the address.
  const { url } = payment;
  if (url === undefined) throw new ProviderError('unavailable', 'the bank gave no address');
  return { ...payment, url };
}

async function readPayment(
  api: BankApi,
  handle: PaymentHandle,
): Promise<ProviderPayment | undefined> {
  const path =
    'checkoutId' in handle
      ? `/checkouts/${encodeURIComponent(handle.checkoutId)}`
      : `/payments/${encodeURIComponent(handle.paymentId)}`;
  const found = await api.get(path);
  return found === undefined ? undefined : readCheckout(found);
}

async function listPayments(
  api: BankApi,
  { sinceMs, untilMs, cursor }: PaymentQuery,
): Promise<PaymentPage> {
  const query = new URLSearchParams({ sinceMs: String(sinceMs) });
  if (untilMs !== undefined) query.set('untilMs', String(untilMs));
  if (cursor !== undefined) query.set('cursor', cursor);
  return readPage(await api.get(`/checkouts?${query.toString()}`));
}

async function expireCheckout(
  api: BankApi,
  { checkoutId, key }: { checkoutId: string; key: string },
): Promise<ProviderPayment> {
  const path = `/checkouts/${encodeURIComponent(checkoutId)}/expire`;
  return readCheckout(await api.post(path, { key }));
}

async function refund(
  api: BankApi,
  { key, ...body }: ProviderRefundRequest,
): Promise<ProviderRefund> {
  return readRefund(await api.post('/refunds', { key, body }));
}

async function readBalance(api: BankApi): Promise<ProviderBalance[]> {
  return readBalances(await api.get('/account'));
}
