import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type {
  CreateOrderResponse,
  EventDetails,
  EventList,
  Order,
  TicketList,
} from '@onsale/contracts';
import { currencyExponent } from '@onsale/ledger';
import { openGateway, order, type TestGateway } from '../open-gateway.ts';

// The first price that is shown anywhere is the price that is charged, with all fees and taxes, to the
// last digit of the currency.

const EVENTS = [
  { currency: 'JPY', price: '4801', fee: '333', taxRate: 10, shown: 4801, tax: 1309 },
  { currency: 'EUR', price: '34.99', fee: '2.50', taxRate: 19, shown: 34.99, tax: 16.76 },
  { currency: 'KWD', price: '10.005', fee: '0.255', taxRate: 8.1, shown: 10.005, tax: 2.249 },
  { currency: 'USD', price: '0.07', fee: '0.01', taxRate: 0, shown: 0.07, tax: undefined },
  { currency: 'CHF', price: '0', fee: '1.00', taxRate: 8.1, shown: 0, tax: undefined },
];
const QTY = 3;

const catalog = ['events:']
  .concat(
    EVENTS.map(
      ({ currency, price, fee, taxRate }) => `
  - id: in-${currency.toLowerCase()}
    name: In ${currency}
    venue: Hall
    startsAt: 2087-05-01T10:00:00+02:00
    currency: ${currency}
    fee: ${fee}
    taxRate: ${taxRate}
    tickets:
      - { id: ${currency.toLowerCase()}-first, name: First, type: adult, price: ${price}, capacity: 100 }
      - { id: ${currency.toLowerCase()}-dear, name: Dear, type: vip, price: 9999, capacity: 100 }`,
    ),
  )
  .join('\n');

let gateway: TestGateway;
before(async () => {
  gateway = await openGateway({}, { catalog });
});
after(() => gateway.close());

async function get<Body>(url: string): Promise<Body> {
  const answer = await gateway.app.inject(url);
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<Body>();
}

/** As a page counts: in minor units, because 0.1 + 0.2 is not 0.3. */
function times(price: number, qty: number, currency: string): number {
  const minor = 10 ** currencyExponent(currency);
  return (Math.round(price * minor) * qty) / minor;
}

/** Every price of this ticket type that a buyer is shown before ordering. */
async function shownPrices(eventId: string, ticketId: string): Promise<(number | undefined)[]> {
  const { events } = await get<EventList>('/v1/events');
  const details = await get<EventDetails>(`/v1/events/${eventId}`);
  const { tickets } = await get<TicketList>(`/v1/tickets?event=${eventId}`);
  const { body: head } = await gateway.app.inject(`/v1/pages/head?path=/events/${eventId}`);
  const [, data = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(head) ?? [];
  const { offers } = JSON.parse(data) as { offers: { price: string }[] };
  const priceIn = (list: EventDetails['tickets']) => list.find(({ id }) => id === ticketId)?.price;
  return [
    events.find(({ id }) => id === eventId)?.fromPrice,
    details.fromPrice,
    priceIn(details.tickets),
    priceIn(tickets),
    // Search engines want all digits of the currency; the number is the same.
    Number(offers[details.ticketIds.indexOf(ticketId)]?.price),
  ];
}

for (const { currency, fee, shown, tax } of EVENTS) {
  describe(`a price in ${currency}`, () => {
    const eventId = `in-${currency.toLowerCase()}`;
    const ticketId = `${currency.toLowerCase()}-first`;
    const total = times(shown, QTY, currency);

    it('is the same wherever it is shown', async () => {
      const prices = await shownPrices(eventId, ticketId);
      assert.deepEqual(
        prices,
        prices.map(() => shown),
      );
    });

    it('is charged, fee and tax included', async () => {
      const payload = { ...order([{ ticketId, qty: QTY }]), expectedTotal: shown * QTY };
      const answer = await gateway.app.inject({ method: 'POST', url: '/v1/orders', payload });
      assert.equal(answer.statusCode, 201, answer.body);
      const placed = answer.json<CreateOrderResponse>();
      assert.deepEqual([placed.grandTotal, placed.currency], [total, currency]);
      await gateway.settleAll();
      const settled = await get<Order>(`/v1/orders/${placed.orderId}`);
      assert.equal(settled.status, 'confirmed');
      const [line] = settled.items;
      assert.deepEqual([line?.unitPrice, line?.total, settled.grandTotal], [shown, total, total]);
      // Parts of it, not on top of it.
      const ofFee = shown === 0 ? undefined : times(Number(fee), QTY, currency);
      assert.deepEqual([settled.fee, settled.tax], [ofFee, tax]);
    });

    it('is not charged once another one was shown', async () => {
      const expectedTotal = total + 10 ** -currencyExponent(currency);
      const payload = { ...order([{ ticketId, qty: QTY }]), expectedTotal };
      const answer = await gateway.app.inject({ method: 'POST', url: '/v1/orders', payload });
      assert.deepEqual(
        [answer.statusCode, answer.json<{ code: string }>().code],
        [409, 'PRICE_CHANGED'],
      );
    });
  });
}
