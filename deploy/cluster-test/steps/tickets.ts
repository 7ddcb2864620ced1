import type { OrderDocument, OrderTickets, TicketKey } from '@onsale/contracts';
import { verifyCode } from '@onsale/ticket-codes';
import type { Shop } from '../shop.ts';
import { secondsSince, type Step } from '../step.ts';
import { orderAny } from './buy.ts';

/** The recorder has written an order down by then, and delivery has made its receipt. */
const RECEIPT_TIMEOUT_S = 60;

export const tickets: Step = {
  name: 'tickets',
  title: 'Shows the tickets of an order, checks their codes, and prints them',
  async run({ cluster, shop }, notes) {
    const opened = await shop();
    const { orderId = '', text } = await orderAny(opened);
    if (orderId === '') throw new Error(`no order to show: ${text}`);
    await opened.untilConfirmed(orderId);
    const path = `/api/v1/orders/${orderId}/tickets`;
    const issued = await opened.get<OrderTickets>(path);
    const { keys } = await opened.get<{ keys: TicketKey[] }>('/api/v1/ticket-keys');
    const [first] = issued.tickets;
    const code = first?.code ?? '';
    const verdict = await verifyCode(code, keys, { eventId: issued.eventId });
    notes.check('its code is signed by a published key', verdict.ok, JSON.stringify(verdict));
    const other = await verifyCode(code, keys, { eventId: 'another' });
    notes.check('and admits to no other event', !other.ok && other.refused === 'other_event');

    const start = performance.now();
    const pdf = await fileOf(opened, `${path}.pdf`);
    const isPdf = pdf.startsWith('application/pdf %PDF-');
    notes.check('it is printed, in a thread', isPdf, isPdf ? '' : pdf.slice(0, 200));
    notes.figure('PDF', secondsSince(start));
    const calendar = await fileOf(opened, `${path}.ics`);
    notes.check('and fits into a calendar', /BEGIN:VEVENT/.test(calendar), calendar.slice(0, 100));

    await cluster.until(
      async () => (await opened.get<{ items: OrderDocument[] }>(`${path}/documents`)).items,
      (items) => items.some(({ kind }) => kind === 'receipt'),
      { timeoutS: RECEIPT_TIMEOUT_S, describe: () => 'the order gets no receipt' },
    );
    notes.check('it has a receipt', true);
  },
};

/** The type of a file and how it begins, or what was answered instead. */
async function fileOf({ door }: Shop, path: string): Promise<string> {
  const response = await fetch((await door.url()) + path);
  const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
  const type = response.headers.get('content-type') ?? '';
  return response.ok ? `${type} ${text}` : `${response.status} ${text}`;
}
