import type { DoctorReport, Reconciliation, StaffPayment } from '@onsale/contracts';
import { currencyExponent, orderHandle } from '@onsale/ledger';
import { table } from '../table.ts';

/** The payment of an order as text for people. */
export function describePayment(payment: StaffPayment): string {
  const { status, provider, currency, markedPaid, attempts, refunds, disputes, problems } = payment;
  const money = (amount: number, of = currency) => formatAmount(amount, of);
  const parts = [
    `order ${status}, ${money(payment.amount)}, provider ${provider}`,
    markedPaid === undefined ? '' : `Marked as paid at ${markedPaid.at}: ${markedPaid.reference}`,
    attempts.length === 0
      ? markedPaid === undefined
        ? 'Nobody has begun to pay.'
        : ''
      : table(
          ['attempt', 'state', 'paid', 'for', 'checkout', 'payment', 'started'],
          attempts.map((attempt) => [
            attempt.number,
            attempt.state,
            attempt.amount === undefined ? '' : money(attempt.amount, attempt.currency),
            attempt.use ?? '',
            attempt.checkoutId ?? '',
            attempt.paymentId ?? '',
            attempt.startedAt,
          ]),
        ),
    refunds.length === 0
      ? ''
      : table(
          ['refund', 'state', 'amount', 'reason', 'of payment', 'asked', 'done', 'problem'],
          refunds.map((refund) => [
            refund.id,
            refund.state,
            money(refund.amount),
            refund.reason,
            refund.paymentId,
            refund.askedAt,
            refund.doneAt ?? '',
            refund.problem ?? '',
          ]),
        ),
    disputes.length === 0
      ? ''
      : table(
          ['dispute', 'state', 'amount', 'of payment', 'answer by'],
          disputes.map((dispute) => [
            dispute.id,
            dispute.state,
            money(dispute.amount),
            dispute.paymentId,
            dispute.respondBy ?? '',
          ]),
        ),
    problems.map((problem) => `! ${problem}`).join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/**
 * What was compared and found. Orders are named by their handles, because a daily job's output ends
 * in a log, and the id of an order opens it.
 */
export function describeReconciliation(report: Reconciliation): string {
  const { from, to, checkedPayments, checkedOrders, received, refunded, findings } = report;
  const count = (number: number) => number.toLocaleString('en');
  const sums = received.map(({ currency, amount }) => {
    const back = refunded.find((each) => each.currency === currency)?.amount ?? 0;
    return `${formatAmount(amount, currency)} received by the provider, ${formatAmount(back, currency)} of it refunded`;
  });
  return [
    `${from} to ${to}: ${count(checkedPayments)} payments and ${count(checkedOrders)} orders compared`,
    ...sums,
    findings.length === 0
      ? 'Provider, payments and orders agree.'
      : `\n${table(
          ['finding', 'order', 'payment', 'what'],
          findings.map(({ kind, orderId, paymentId, message }) => [
            kind,
            orderId === undefined ? '' : orderHandle(orderId),
            paymentId ?? '',
            orderId === undefined ? message : message.replaceAll(orderId, orderHandle(orderId)),
          ]),
        )}`,
  ].join('\n');
}

/** The checks of the settings at the provider, one a line. */
export function describeDoctor({ provider, checks }: Omit<DoctorReport, 'webhookSecret'>): string {
  return [
    `provider ${provider}`,
    ...checks.map(({ name, ok, message }) => `${ok ? 'ok     ' : 'PROBLEM'}  ${name}: ${message}`),
  ].join('\n');
}

// With all digits of the currency: 12.50 EUR, 1500 JPY, 1.250 KWD.
function formatAmount(amount: number, currency: string): string {
  return `${amount.toFixed(currencyExponent(currency))} ${currency}`;
}
