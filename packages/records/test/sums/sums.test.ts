import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  audit,
  cancelOrder,
  finishOrders,
  type Order,
  readEvent,
  refundTickets,
  scanStoredOrders,
  toOrder,
  writeEvent,
} from '@onsale/ledger';
import { readSales, rebuildRecords, verifyRecords } from '@onsale/records';
import { TEST_SEED } from '@onsale/testing';
import { sql } from 'kysely';
import { EVENT_ID, HOLD_MS, orderOf, place, settleAll } from '../../../ledger/test/test-ledger.ts';
import { recordAll, rowOf, startRecordedShop } from '../recorder/recorded-shop.ts';

const shop = await startRecordedShop({ adult: 400, child: 90, box: 30 });
const { db, ledger, parts } = shop;
const random = randomFrom(TEST_SEED);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
const verify = async () => (await verifyRecords(db, ledger, { waitMs: 1000 })).problems;

async function readAll(): Promise<Order[]> {
  const pages = await Array.fromAsync(scanStoredOrders(ledger, 0));
  return pages.flat().map(({ id, record }) => toOrder(ledger, id, record));
}

async function sellSome(): Promise<void> {
  const orders = Array.from({ length: 1 + Math.floor(random() * 12) }, () => {
    const lines = ['adult', 'child', 'box'].filter(() => random() < 0.5);
    const wanted = (lines.length === 0 ? ['adult'] : lines).map(
      (id) => `${id}:${1 + Math.floor(random() * 3)}`,
    );
    const { totalMinor, ...order } = orderOf(wanted.join(','), {
      customer: { name: 'Ada', email: `ada-${Math.floor(random() * 20)}@example.org` },
      paymentMethod: pick(['online', 'card', 'cash']),
    });
    const discount = pick([0, 0, 137]);
    const total = totalMinor - discount;
    return {
      ...{ ...order, totalMinor: total },
      ...(random() < 0.5 ? { holdMs: HOLD_MS } : {}),
      extras: {
        ...{ fee: 31, tax: Math.round(total * 0.07) },
        ...(discount === 0 ? {} : { discount }),
        ...(random() < 0.2 ? { source: 'box_office' as const } : {}),
      },
    };
  });
  await place(ledger, ...orders);
  await settleAll(ledger);
}

// Whatever can become of an order; what can't is refused, and changes nothing.
async function moveSome(): Promise<void> {
  const orders = await readAll();
  for (let moves = 0; moves < 8 && orders.length > 0; moves++) {
    const { id, status, lines, totalMinor } = pick(orders);
    const cause = `c${Math.floor(random() * 1e9)}`;
    if (status === 'held') {
      const step = pick(['confirm', 'cancel'] as const);
      await finishOrders(ledger, 0, [{ orderId: id, step, cause }]);
    } else if (status === 'confirmed') {
      const amountMinor = Math.floor(random() * totalMinor);
      const [line] = lines;
      const ticket = [0, 1 + Math.floor(random() * (line?.qty ?? 1))] as const;
      const restock = random() < 0.5;
      const how = random();
      if (how < 0.4)
        await refundTickets(ledger, id, { id: cause, amountMinor, tickets: [ticket], restock });
      else if (how < 0.7) await refundTickets(ledger, id, { id: cause, amountMinor, tickets: [] });
      else if (how < 0.85)
        await refundTickets(ledger, id, { id: cause, amountMinor: totalMinor, restock });
      else await cancelOrder(ledger, id, { cause });
    }
  }
}

async function moveTo(timeZone: string): Promise<void> {
  const event = await readEvent(ledger, EVENT_ID);
  assert.ok(event);
  await writeEvent(ledger, { ...event.document, timeZone }, { revision: event.revision });
}

/** The report, and what the orders themselves add up to. */
async function compare(timeZone: string): Promise<void> {
  const all = await readAll();
  const sold = all.filter(({ status }) => status === 'confirmed' || status === 'refunded');
  const sum = (of: (order: Order) => number) => sold.reduce((total, order) => total + of(order), 0);
  const refundsOf = ({ extras = {} }: Order) => extras.refunds ?? [];
  const backOf = (order: Order) =>
    refundsOf(order).reduce((all, { amountMinor }) => all + amountMinor, 0);
  const left = (part: number, order: Order) =>
    part - Math.round((part * backOf(order)) / order.totalMinor);
  const report = await readSales(db, { eventIds: [EVENT_ID] });
  const [total, ...others] = report.totals;
  assert.deepEqual(others, []);
  assert.ok(total);
  assert.equal(total.orders, sold.length);
  assert.equal(
    total.gross,
    sum(({ totalMinor }) => totalMinor),
  );
  assert.equal(total.refunded, sum(backOf));
  assert.equal(
    total.discount,
    sum(({ extras }) => extras?.discount ?? 0),
  );
  assert.equal(
    total.fee,
    sum((order) => left(order.extras?.fee ?? 0, order)),
  );
  assert.equal(
    total.tax,
    sum((order) => left(order.extras?.tax ?? 0, order)),
  );
  assert.equal(
    total.tickets,
    sum(({ lines }) => lines.reduce((all, { qty }) => all + qty, 0)),
  );
  const prices = report.types.reduce((all, { price, sold: tickets }) => all + price * tickets, 0);
  assert.equal(prices - total.discount, total.gross);
  for (const parts of [report.days, report.events, report.channels]) {
    assert.equal(
      parts.reduce((all, { gross }) => all + gross, 0),
      total.gross,
    );
    assert.equal(
      parts.reduce((all, { tickets }) => all + tickets, 0),
      total.tickets,
    );
  }
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const days = new Set(sold.map(({ createdAtMs }) => day.format(createdAtMs)));
  assert.deepEqual(report.days.map((each) => each.day).toSorted(), [...days].toSorted());
  await compareWithAudit(report.types, all);
}

// The audit counts what is off sale: a ticket that was refunded without going back is still sold.
async function compareWithAudit(
  types: Awaited<ReturnType<typeof readSales>>['types'],
  orders: readonly Order[],
): Promise<void> {
  const { tickets, problems } = await audit(ledger);
  assert.deepEqual(problems, []);
  for (const { ticketId, sold: inBooks, held } of tickets) {
    const type = types.find((each) => each.ticketId === ticketId);
    const kept = orders.reduce((all, { lines, extras }) => {
      const line = lines.findIndex((each) => each.ticketId === ticketId);
      const refunds = (extras?.refunds ?? []).filter(({ restocked }) => !restocked);
      return all + refunds.flatMap((each) => each.tickets).filter(([of]) => of === line).length;
    }, 0);
    assert.equal((type?.sold ?? 0) - (type?.refunded ?? 0) + kept, inBooks, ticketId);
    assert.equal(type?.held ?? 0, held, ticketId);
  }
}

test('reports equal orders and audit, whatever is sold, refunded and cancelled', async () => {
  const zones = ['Pacific/Kiritimati', 'UTC', 'Pacific/Pago_Pago', 'Asia/Kathmandu'];
  for (let round = 0; round < 12; round++) {
    await sellSome();
    await moveSome();
    const timeZone = zones[round % zones.length]!;
    if (round % 3 === 0) await moveTo(timeZone);
    await recordAll(parts);
    const { rows } = await sql<{ time_zone: string }>`select time_zone from records.events`.execute(
      db,
    );
    await compare(rows[0]?.time_zone ?? '');
    assert.deepEqual(await verify(), []);
  }
});

test('sums that are wrong are told, and made anew with the tables', async () => {
  await sql`update records.order_sums set total = total + 1 where orders > 0`.execute(db);
  await sql`delete from records.ticket_sums where tickets > 0`.execute(db);
  const problems = await verify();
  assert.match(problems.join('\n'), /the order sums of event show-7 on \d/);
  assert.match(problems.join('\n'), /the ticket sums of event show-7 on \d/);
  await rebuildRecords(db, ledger);
  assert.deepEqual(await verify(), []);
});

test('an event is read again only when it has changed', async () => {
  const { event_change: before } = await rowOf(shop);
  await recordAll(parts);
  assert.equal((await rowOf(shop)).event_change, before);
  await moveTo('Europe/Berlin');
  await recordAll(parts);
  assert.notEqual((await rowOf(shop)).event_change, before);
});

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return state / 0x80_00_00_00;
  };
}
