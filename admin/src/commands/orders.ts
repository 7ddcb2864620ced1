import { currencyExponent, type Order, orderHandle, scanOrders, toDecimal } from '@onsale/ledger';
import { stringify } from 'csv-stringify/sync';
import { type Command, UsageError } from '../command.ts';
import { isoTime, orderJson } from '../order-json.ts';

/** Writes all orders to stdout, in no particular order. */
export const ordersExportCommand: Command = {
  usage: 'orders export --csv | --json [--event EVENT]',
  summary: 'writes all orders, including customers, to stdout: CSV, or one JSON object per line',
  options: { csv: { type: 'boolean' }, json: { type: 'boolean' }, event: { type: 'string' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, signal, write, progress, warn }, { options }) {
    if ((options['csv'] === true) === (options['json'] === true)) {
      throw new UsageError('orders export needs either --csv or --json');
    }
    const show = options['csv'] === true ? csvLines : jsonLines;
    const malformed: string[] = [];
    const orders = scanOrders(await openLedger(), (orderId) => malformed.push(orderId));
    if (options['csv'] === true) await write(csv([COLUMNS]));
    let read = 0;
    let written = 0;
    for await (const page of orders) {
      signal.throwIfAborted();
      const wanted = page.filter((order) =>
        [undefined, order.eventId].includes(options['event'] as string),
      );
      if (wanted.length > 0) await write(show(wanted));
      read += page.length;
      written += wanted.length;
      progress(`${read.toLocaleString('en')} orders read, ${written.toLocaleString('en')} written`);
    }
    for (const orderId of malformed) {
      warn(`order ${orderHandle(orderId)} is unreadable and was skipped`);
    }
    return malformed.length === 0 ? 0 : 1;
  },
};

const COLUMNS = [
  ...['orderId', 'eventId', 'status', 'reason', 'createdAt', 'settledAt', 'name', 'email'],
  ...['paymentMethod', 'items', 'grandTotal', 'currency'],
];

function csvLines(orders: readonly Order[]): string {
  return csv(
    orders.map((order) => [
      order.id,
      order.eventId,
      order.status,
      order.reason ?? '',
      isoTime(order.createdAtMs),
      isoTime(order.settledAtMs),
      order.customer.name,
      order.customer.email,
      order.paymentMethod,
      order.lines.map((line) => `${line.qty} x ${line.ticketId}`).join('; '),
      amount(order.totalMinor, order.currency),
      order.currency,
    ]),
  );
}

function csv(rows: readonly (readonly string[])[]): string {
  return stringify(rows.map((row) => row.map(asText)));
}

// A spreadsheet must not evaluate a name such as =1+1. In locales with other list separators, a
// spreadsheet starts a new cell at such a separator even within a quoted name.
function asText(cell: string): string {
  return cell.replaceAll(/(^|[,;|:\t\r\n])([\s"]*)(?=[=+@\-＝＋＠－\t\r])/g, "$1$2'");
}

function jsonLines(orders: readonly Order[]): string {
  return orders.map((order) => `${JSON.stringify(orderJson(order))}\n`).join('');
}

function amount(minor: number, currency: string): string {
  return toDecimal(minor, currency).toFixed(currencyExponent(currency));
}
