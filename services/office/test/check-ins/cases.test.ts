import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Scan } from '@onsale/contracts';
import { newOrderId } from '@onsale/ledger';
import { publishTicketKeys } from '@onsale/records';
import { signInDevice, startOffice } from '@onsale/testing';
import { addKey, publishedKey } from '@onsale/ticket-codes';
import {
  CASES,
  type EntranceCase,
  type OrderName,
} from '../../../../packages/check-in/test/cases.ts';
import {
  comparable,
  entranceWorld,
  TIME_ZONE,
  TYPES,
  type WorldOrder,
} from '../../../../packages/check-in/test/entrance-world.ts';

// The table that the rule alone and the app are driven through, here from a request to PostgreSQL and back. Its event
// is long over: a device that was offline since tells of it now.

const [ours] = addKey([]);
const [others] = addKey([]);
assert.ok(ours && others);
const keys = { ours, others };
const ids = new Map<OrderName, string>();
const world = entranceWorld({
  ...{ eventId: 'three-days', firstDay: '2020-07-03', deviceName: 'Device 1' },
  orderId: (name) => ids.getOrInsertComputed(name, () => newOrderId(0, Date.UTC(2020, 5, 1))),
});
const { eventId } = world;
const office = await startOffice();
after(async () => await office.stop());
await recordWorld();
const device = await signInDevice(office, { eventId, entranceId: 'north' });
await office.postgres.query(`update office.devices set signed_in_at = '2020-01-01'`);

for (const each of CASES.filter(({ list }) => list === undefined)) {
  test(each.name, async () => {
    await office.postgres.query('delete from office.check_ins');
    for (const { ticket, at, entranceId = 'north', isUndone } of each.before ?? []) {
      const said = { ticket: world.tagOf(ticket), at: world.momentMs(at), entranceId };
      await tell({ ...said, shown: { kind: 'welcome', admitted: true } });
      if (isUndone !== true) continue;
      await tell({ ...said, undo: true, shown: { kind: 'welcome', admitted: false } });
    }
    const { at = [0, '20:00'], entranceId = 'north' } = each;
    const answer = await tell({
      ...read(each),
      ...{ at: world.momentMs(at), entranceId, shown: { kind: 'undecided', admitted: false } },
    });
    assert.deepEqual(comparable(answer), world.expected(each));
  });
}

/** What the office would have answered. */
async function tell(scan: Partial<Scan>) {
  const { status, body } = await device.send([scan]);
  assert.equal(status, 200, JSON.stringify(body));
  return body.results[0].answer;
}

function read({ read: reading }: EntranceCase): Partial<Scan> {
  if ('ticket' in reading && reading.as === 'name') {
    return { via: 'name', ticket: world.tagOf(reading.ticket) };
  }
  return { code: world.codeOf(reading, keys) };
}

async function recordWorld(): Promise<void> {
  const { db } = office;
  await publishTicketKeys(db, [publishedKey(ours!)]);
  const { startsAt, endsAt, settings } = world;
  const types = TYPES.map((ticketId) => {
    return { ticketId, name: world.rules.types.find((type) => type.ticketId === ticketId)!.name };
  });
  await db
    .insertInto('records.events')
    .values({
      ...{ event_id: eventId, shard: 0, name: world.rules.eventName, time_zone: TIME_ZONE },
      details: JSON.stringify({ startsAt, endsAt, types }),
    })
    .execute();
  const owner = await office.as([{ role: 'owner' }]);
  const path = `/v1/events/${eventId}/entrance`;
  const { headers } = await owner('GET', path);
  const etag = headers.get('etag') ?? '';
  const { status, body } = await owner('PUT', path, settings, { 'if-match': etag });
  assert.equal(status, 200, JSON.stringify(body));
  for (const order of world.orders) await recordOrder(order);
}

async function recordOrder({ name, orderId, buyer, status, tickets }: WorldOrder): Promise<void> {
  const { db } = office;
  const email = `${name}@example.org`;
  const person = await db
    .insertInto('records.people')
    .values({ address: email, email, name: buyer })
    .returning('person_id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('records.orders')
    .values({
      ...{ order_id: orderId, shard: 0, event_id: eventId, ...person, status, state: 'c' },
      ...{ payment_method: 'cash', currency: 'EUR', total: 0, fee: 0, tax: 0, discount: 0 },
      ...{ refunded: 0, source: 'shop', record: '' },
      ...{ placed_at: new Date(), changed_at: new Date() },
    })
    .execute();
  for (const [line, ofLine] of Map.groupBy(tickets, (ticket) => ticket.line)) {
    const { type } = ofLine[0]!;
    await db
      .insertInto('records.order_lines')
      .values({
        ...{ order_id: orderId, line, ticket_id: type, ticket_type: type },
        ...{ qty: ofLine.length, unit_price: 0 },
      })
      .execute();
  }
  await db
    .insertInto('records.tickets')
    .values(
      tickets.map(({ line, number, version, holder = '', state }) => ({
        ...{ order_id: orderId, line, number, version, holder },
        state: state === 'valid' ? state : ('void' as const),
      })),
    )
    .execute();
}
