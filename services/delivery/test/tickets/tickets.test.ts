import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { OrderTickets, TicketKey } from '@onsale/contracts';
import {
  audit,
  boughtKey,
  cancelOrder,
  HOLDER_NAMED,
  readLog,
  readOrder,
  registerReader,
  refundTickets,
  reissueTicket,
} from '@onsale/ledger';
import { publishTicketKeys, readTicketKeys } from '@onsale/records';
import { eventually, putOnSale, sellTickets, startDelivery, startService } from '@onsale/testing';
import { addKey, readKeyFile, verifyCode, writeKeyFile } from '@onsale/ticket-codes';
import { ticketsOfOrder } from '@onsale/tickets';

const CATALOG = `
events:
  - id: show
    name: Evening; with a "guest", and\u2028more
    venue: Hall
    city: Bern
    maxPerCustomer: 1000
    startsAt: 2087-05-01T20:00:00+02:00
    doorsAt: 2087-05-01T19:00:00+02:00
    currency: EUR
    tickets:
      - { id: adult, name: Adult, type: adult, price: 20, capacity: 5000, holderText: Door B }
      - { id: child, name: Child, type: child, price: 0, capacity: 5000 }
  - id: closed
    name: No names
    venue: Hall
    startsAt: 2087-05-01T20:00:00+02:00
    namesUntil: 2026-01-01T00:00:00Z
    currency: EUR
    tickets:
      - { id: closed-adult, name: Adult, type: adult, price: 20, capacity: 5000 }
`.replaceAll('\u2028', ' ');

const delivery = await startDelivery();
const { ledger, url } = delivery;
await putOnSale(ledger, CATALOG);
after(() => delivery.stop());

const sell = async (wanted = 'adult:2,child:1', eventId = 'show') =>
  await sellTickets(ledger, { eventId, wanted });

interface Answer {
  status: number;
  /** Of tickets, keys or an error, as the path has it. */
  body: OrderTickets & { keys: TicketKey[]; code?: string };
  headers: Headers;
}

async function ask(path: string, init: { method?: string; body?: unknown } = {}): Promise<Answer> {
  const response = await fetch(url + path, {
    method: init.method ?? 'GET',
    ...(init.body === undefined
      ? {}
      : { body: JSON.stringify(init.body), headers: { 'content-type': 'application/json' } }),
  });
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as Answer['body'] };
}

const keys = (await ask('/ticket-keys')).body.keys;

test('each seat of a confirmed order has a ticket of its own, with a code that the published keys verify', async () => {
  const orderId = await sell();
  const { status, body, headers } = await ask(`/orders/${orderId}/tickets`);
  assert.equal(status, 200);
  assert.equal(headers.get('cache-control'), 'no-store');
  const { tickets, ...rest } = body;
  assert.deepEqual(rest, {
    ...{ orderId, eventId: 'show', namesUntil: '2087-05-01T17:00:00.000Z', hasReceipt: true },
  });
  const shown = tickets.map(({ code, ...ticket }) => (code === undefined ? {} : ticket));
  const adult = {
    ...{ line: 0, ticketId: 'adult', type: 'adult', name: 'Adult', text: 'Door B' },
    ...{ version: 1, state: 'valid' },
  };
  const child = { line: 1, ticketId: 'child', type: 'child', name: 'Child', version: 1 };
  assert.deepEqual(shown, [
    { ...adult, number: 1, place: 1 },
    { ...adult, number: 2, place: 2 },
    { ...child, number: 1, place: 3, state: 'valid' },
  ]);
  const order = await readOrder(ledger, orderId);
  assert.ok(order);
  const listed = ticketsOfOrder(order).map(({ ticket }) => ticket);
  for (const [i, { code = '' }] of tickets.entries()) {
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{144}$/);
    const verdict = await verifyCode(code, keys, { eventId: 'show' });
    assert.ok(verdict.ok);
    assert.equal(verdict.ticket, listed[i]);
    assert.ok(!code.includes(orderId));
  }
  assert.equal(new Set(tickets.map(({ code }) => code)).size, 3);
  assert.deepEqual((await ask(`/orders/${orderId}/tickets`)).body, body);
});

test('a new name makes a new version, and its code replaces the earlier one', async () => {
  const orderId = await sell('adult:2');
  const before = await ask(`/orders/${orderId}/tickets`);
  const path = `/orders/${orderId}/tickets/0/2/holder`;
  const named = await ask(path, { method: 'PUT', body: { name: '  محمد Müller ' } });
  assert.equal(named.status, 200, JSON.stringify(named.body));
  const [first, second] = named.body.tickets;
  assert.deepEqual(first, before.body.tickets[0]);
  assert.equal(second?.holder, 'محمد Müller');
  assert.equal(second?.version, 2);
  assert.notEqual(second?.code, before.body.tickets[1]?.code);
  // The same once more changes nothing.
  const again = await ask(path, { method: 'PUT', body: { name: 'محمد Müller' } });
  assert.deepEqual(again.body, named.body);

  const order = await readOrder(ledger, orderId);
  assert.ok(order);
  const states = new Map(ticketsOfOrder(order).map(({ ticket, state }) => [ticket, state]));
  const stateOf = async (code = '') => {
    const verdict = await verifyCode(code, keys);
    return verdict.ok ? states.get(verdict.ticket) : verdict.refused;
  };
  assert.equal(await stateOf(before.body.tickets[1]?.code), 'replaced');
  assert.equal(await stateOf(second?.code), 'valid');
  assert.equal(await stateOf(first?.code), 'valid');
});

test('a ticket that was issued again has another code', async () => {
  const orderId = await sell('adult:1');
  const before = (await ask(`/orders/${orderId}/tickets`)).body.tickets[0];
  const ticket = [0, 1] as const;
  await reissueTicket(ledger, orderId, { ticket, version: 1, cause: 'office:test' });
  const after = (await ask(`/orders/${orderId}/tickets`)).body.tickets[0];
  assert.equal(after?.version, 2);
  assert.notEqual(after?.code, before?.code);
});

test('a refunded ticket has no code, and is listed as dead', async () => {
  const orderId = await sell('adult:2');
  await refundTickets(ledger, orderId, { id: 'r1', tickets: [[0, 1]], amountMinor: 2000 });
  const some = (await ask(`/orders/${orderId}/tickets`)).body;
  assert.deepEqual(
    some.tickets.map(({ state, code }) => [state, code !== undefined]),
    [
      ['refunded', false],
      ['valid', true],
    ],
  );
  const name = await ask(`/orders/${orderId}/tickets/0/1/holder`, {
    ...{ method: 'PUT', body: { name: 'Eve' } },
  });
  assert.deepEqual([name.status, name.body.code], [409, 'NO_TICKETS']);
  await refundTickets(ledger, orderId, { id: 'r2', amountMinor: 2000 });
  const none = (await ask(`/orders/${orderId}/tickets`)).body;
  assert.ok(none.tickets.every(({ state, code }) => state === 'refunded' && code === undefined));
  assert.equal(none.namesUntil, undefined);
  const order = await readOrder(ledger, orderId);
  assert.deepEqual(order && ticketsOfOrder(order).map(({ state }) => state), [
    'refunded',
    'refunded',
  ]);
});

test('what is no confirmed order has no tickets, and the answer says why', async () => {
  const held = await sellTickets(ledger, { eventId: 'show', wanted: 'adult:1', holdMs: 900_000 });
  const cancelled = await sell('child:1');
  await cancelOrder(ledger, cancelled, { cause: 'office:test' });
  for (const [orderId, status, code] of [
    [held, 409, 'NO_TICKETS'],
    [cancelled, 409, 'NO_TICKETS'],
    [held.replace(/.$/, held.endsWith('A') ? 'B' : 'A'), 404, 'ORDER_NOT_FOUND'],
    ['nonsense', 404, 'ORDER_NOT_FOUND'],
  ] as const) {
    for (const path of ['tickets', 'tickets.ics']) {
      const { status: answered, body } = await ask(`/orders/${orderId}/${path}`);
      assert.deepEqual([answered, body.code], [status, code], orderId);
    }
  }
});

test('names that nobody could read, and tickets that are not there, are refused', async () => {
  const orderId = await sell('adult:1');
  const put = async (ticket: string, name: unknown) =>
    await ask(`/orders/${orderId}/tickets/${ticket}/holder`, { method: 'PUT', body: { name } });
  for (const name of [
    '',
    ' ',
    'a\nBcc: eve@example.org',
    'a\u202Eb',
    '\u200b',
    'x'.repeat(5000),
    7,
  ]) {
    const { status, body } = await put('0/1', name);
    assert.deepEqual([status, body.code], [400, 'INVALID_REQUEST'], JSON.stringify(name));
  }
  for (const ticket of ['0/2', '1/1', '19/1']) {
    const { status, body } = await put(ticket, 'Eve');
    assert.deepEqual([status, body.code], [404, 'TICKET_NOT_FOUND'], ticket);
  }
  for (const ticket of ['0/0', '-1/1', 'x/1', '0/1x']) {
    assert.equal((await put(ticket, 'Eve')).status, 400, ticket);
  }
  assert.equal((await ask(`/orders/${orderId}/tickets`)).body.tickets[0]?.version, 1);
});

test('once its event says so, nobody changes a name', async () => {
  const orderId = await sell('closed-adult:1', 'closed');
  assert.equal((await ask(`/orders/${orderId}/tickets`)).body.namesUntil, undefined);
  const { status, body } = await ask(`/orders/${orderId}/tickets/0/1/holder`, {
    ...{ method: 'PUT', body: { name: 'Eve' } },
  });
  assert.deepEqual([status, body.code], [409, 'NAMES_CLOSED']);
});

test('who changes names all the time is told to wait', async () => {
  const orderId = await sell('adult:1');
  const answers = [];
  for (let i = 0; i < 25; i += 1) {
    answers.push(
      await ask(`/orders/${orderId}/tickets/0/1/holder`, {
        ...{ method: 'PUT', body: { name: `Name ${i}` } },
      }),
    );
  }
  const refused = answers.find(({ status }) => status === 429);
  assert.equal(refused?.body.code, 'RATE_LIMITED');
  assert.ok(Number(refused?.headers.get('retry-after')) > 0);
  assert.equal(answers.filter(({ status }) => status === 200).length, 20);
});

test('the records have the keys that are published', async () => {
  assert.deepEqual(await readTicketKeys(delivery.db), keys);
  const file = delivery.environment['TICKET_KEYS_FILE'] ?? '';
  await writeKeyFile(file, addKey(await readKeyFile(file)));
  const published = async () => (await ask('/ticket-keys')).body.keys;
  const both = await eventually(published, (all) => all.length === 2);
  assert.deepEqual(both[1], keys[0]);
  await eventually(
    () => readTicketKeys(delivery.db),
    (noted) => JSON.stringify(noted) === JSON.stringify(both),
  );
  // One that was stolen is forgotten.
  const left = both.slice(0, 1);
  await publishTicketKeys(delivery.db, left);
  assert.deepEqual(await readTicketKeys(delivery.db), left);
});

test('a name is an entry of the order log, and Redis lets delivery do all that it must', async () => {
  await registerReader(ledger, 'recorder');
  const customerKey = 'a'.repeat(22);
  const bought = { eventId: 'show', wanted: 'adult:2', customerKey };
  const orderId = await sellTickets(ledger, bought);
  const sum = await delivery.redis.command('HGET', boughtKey(0, 'show'), customerKey);
  const { position } = await readLog(ledger, 0, { after: '0-0' });
  await ask(`/orders/${orderId}/tickets/0/2/holder`, { method: 'PUT', body: { name: 'Grace' } });
  const { changes } = await readLog(ledger, 0, { after: position });
  assert.deepEqual(
    changes.map(({ orderId: id, from, to, cause }) => [id === orderId, from === to, cause]),
    [[true, true, HOLDER_NAMED]],
  );
  assert.equal(await delivery.redis.command('HGET', boughtKey(0, 'show'), customerKey), sum);
  assert.deepEqual((await audit(ledger)).problems, []);
  assert.deepEqual(await delivery.redis.command('ACL', 'LOG'), []);
});

test('without a key nothing is issued, until there is one', async () => {
  const orderId = await sell('adult:1');
  const TICKET_KEYS_FILE = join(delivery.folder, 'later.json');
  const other = startService('delivery', { ...delivery.environment, TICKET_KEYS_FILE });
  try {
    const address = await other.url();
    const ready = async () => await (await fetch(`${address}/readyz`)).text();
    assert.match(await ready(), /there is no key to sign tickets with/);
    const tickets = async () => {
      const answer = await fetch(`${address}/orders/${orderId}/tickets`);
      return `${answer.status} ${await answer.text()}`;
    };
    await eventually(tickets, (answer) => /^503 .*"NOT_READY"/.test(answer));
    await writeKeyFile(TICKET_KEYS_FILE, addKey([]));
    await other.ready();
    assert.match(await tickets(), /^200 /);
  } finally {
    await other.stop();
  }
});

test('tickets need no PostgreSQL', async () => {
  const orderId = await sell('adult:1');
  await delivery.postgres.stop();
  assert.equal((await ask(`/orders/${orderId}/tickets`)).status, 200);
  const named = await ask(`/orders/${orderId}/tickets/0/1/holder`, {
    ...{ method: 'PUT', body: { name: 'Grace' } },
  });
  assert.equal(named.status, 200);
  assert.equal((await ask('/ticket-keys')).status, 200);
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
});
