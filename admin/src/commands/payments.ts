import type { RefundRequest, StaffPayment } from '@onsale/contracts';
import { DAY_MS } from '@onsale/ledger';
import type { Static } from 'typebox';
import { type CommandCall, type ConnectingCommand, UsageError } from '../command.ts';
import { describePayment, describeReconciliation } from '../payments/describe-payment.ts';
import { openPayments } from '../payments/payments-client.ts';

// Only payments knows the provider and its secrets, so these commands ask payments, and no Redis.

/** Everything about the payment of an order. */
export const paymentsShowCommand: ConnectingCommand = {
  usage: 'payments show ORDER [--json]',
  summary: 'shows attempts to pay an order, its refunds and disputes, and what needs a person',
  options: { json: { type: 'boolean' } },
  words: { least: 1, most: 1 },
  connects: true,
  async run({ config, signal, print }, { words: [orderId = ''], options }) {
    const payment = await openPayments(config, signal).show(orderId);
    print(shown(payment, options));
    return 0;
  },
};

/** Sends money back. */
export const paymentsRefundCommand: ConnectingCommand = {
  usage:
    'payments refund ORDER --id NAME [--amount AMOUNT | --tickets TICKET:N,...] [--payment ID] ' +
    '[--restock] [--json]',
  summary:
    'refunds what is left of an order, an amount, or tickets, such as adult:1,adult:2; one NAME is one ' +
    'refund, however often it is asked for; --payment refunds the money of that payment alone, as reconcile ' +
    'names it; --restock puts the tickets back on sale',
  options: {
    id: { type: 'string' },
    amount: { type: 'string' },
    tickets: { type: 'string' },
    payment: { type: 'string' },
    restock: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  words: { least: 1, most: 1 },
  connects: true,
  async run({ config, signal, print }, { words: [orderId = ''], options }) {
    const request = readRefund(options);
    const payment = await openPayments(config, signal).refund(orderId, request);
    print(shown(payment, options));
    return 0;
  },
};

/** For money that came by bank transfer or at the desk. */
export const paymentsMarkPaidCommand: ConnectingCommand = {
  usage: 'payments mark-paid ORDER --reference TEXT [--json]',
  summary:
    'confirms a held order that was paid by bank transfer or at the desk; TEXT says where the money is ' +
    'found, such as the number of the statement',
  options: { reference: { type: 'string' }, json: { type: 'boolean' } },
  words: { least: 1, most: 1 },
  connects: true,
  async run({ config, signal, print }, { words: [orderId = ''], options }) {
    const reference = readName(options['reference'], '--reference');
    const payment = await openPayments(config, signal).markPaid(orderId, { reference });
    print(shown(payment, options));
    return 0;
  },
};

/** So that a daily run compares everything twice: once soon, and once when it has settled. */
const DEFAULT_PERIOD_MS = 2 * DAY_MS;

/** Compares our records with the provider's. */
export const paymentsReconcileCommand: ConnectingCommand = {
  usage: 'payments reconcile [--from TIME] [--to TIME] [--json]',
  summary:
    'compares the payments that began in a period (the last two days, unless told) with the provider ' +
    'and with the orders; exits with 1 if they disagree',
  options: { from: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  connects: true,
  async run({ config, signal, print }, { options }) {
    const toMs = readTime(options['to'], '--to') ?? Date.now();
    const fromMs = readTime(options['from'], '--from') ?? toMs - DEFAULT_PERIOD_MS;
    if (fromMs >= toMs) throw new UsageError('--from must be before --to');
    const period = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
    const report = await openPayments(config, signal).reconcile(period);
    print(
      options['json'] === true ? JSON.stringify(report, null, 2) : describeReconciliation(report),
    );
    return report.findings.length === 0 ? 0 : 1;
  },
};

function shown(payment: StaffPayment, options: CommandCall['options']): string {
  return options['json'] === true ? JSON.stringify(payment, null, 2) : describePayment(payment);
}

function readRefund(options: CommandCall['options']): Static<typeof RefundRequest> {
  const { amount, tickets, payment, restock } = options;
  if (amount !== undefined && tickets !== undefined) {
    throw new UsageError('--amount and --tickets exclude each other');
  }
  return {
    id: readName(options['id'], '--id'),
    ...(amount === undefined ? {} : { amount: readAmount(amount) }),
    ...(tickets === undefined ? {} : { tickets: readTickets(tickets) }),
    ...(typeof payment === 'string' ? { paymentId: payment } : {}),
    ...(restock === true ? { restock } : {}),
  };
}

function readName(text: string | boolean | undefined, option: string): string {
  if (typeof text === 'string' && /^[\w.:-]{1,40}$/.test(text)) return text;
  throw new UsageError(`${option} needs 1 to 40 letters, digits and . _ : -`);
}

// Payments knows how many digits the currency has.
function readAmount(text: string | boolean): number {
  if (typeof text === 'string' && /^\d{1,15}(\.\d{1,4})?$/.test(text) && Number(text) > 0) {
    return Number(text);
  }
  throw new UsageError('--amount must be an amount in the currency of the order, such as 12.50');
}

function readTickets(text: string | boolean): { ticketId: string; number: number }[] {
  return String(text)
    .split(',')
    .map((ticket) => {
      const [, ticketId = '', number] = /^(.+):([1-9]\d{0,5})$/.exec(ticket) ?? [];
      if (number !== undefined) return { ticketId, number: Number(number) };
      throw new UsageError(
        '--tickets needs ticket types with the number of the ticket in the order, such as adult:1,adult:2',
      );
    });
}

/** A day, which begins at 00:00 UTC, or a time with its offset. */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

function readTime(text: string | boolean | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const timeMs = typeof text === 'string' && TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new UsageError(
    `${option} must be a day (UTC) such as 2026-11-26, or a time with its offset such as 2026-11-26T12:00:00Z`,
  );
}
