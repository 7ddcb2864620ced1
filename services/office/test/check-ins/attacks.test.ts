import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ScanAnswer, staffOperations } from '@onsale/contracts';
import { addKey, eventTagOf, signCode, typeTagOf } from '@onsale/ticket-codes';
import {
  type AskOffice,
  codesOf,
  ENTRANCE_EVENT,
  NEXT_EVENT,
  type SoldOrder,
  startEntrance,
  type TestDevice,
} from '@onsale/testing';
import { sql } from 'kysely';

// What somebody tries who wants to get in without a ticket, or to get at names with a phone of the entrance.

const shop = await startEntrance();
const { office, signing } = shop;
after(() => shop.stop());

let manager: AskOffice;
let north: TestDevice;
let south: TestDevice;

before(async () => {
  manager = await office.as([{ role: 'manager' }]);
  [north, south] = await Promise.all([shop.signIn(), shop.signIn()]);
});

const ticketOf = (order: SoldOrder | undefined, place = 1) => {
  const ticket = order?.tickets[place - 1];
  assert.ok(ticket);
  return ticket;
};

const sellOne = async () => ticketOf((await shop.sell(1))[0]);

/** The log of one ticket, the newest first. */
async function logOf(ticket: string) {
  const { body } = await manager('GET', `/v1/events/${ENTRANCE_EVENT}/scans?ticket=${ticket}`);
  return body.items as { at: string; receivedAt: string; deviceAt?: string; answer: string }[];
}

test('a copied code admits once, and whoever comes second hears when and where', async () => {
  const { code } = await sellOne();
  const first = await north.scan(code);
  assert.equal(first.kind, 'welcome');
  const second = await south.scan(code);
  assert.equal(second.kind, 'already_in');
  assert.equal(second.before?.entranceId, north.entranceId);
  assert.ok(Math.abs(Date.parse(second.before?.at ?? '') - Date.now()) < 60_000);
});

test('of twenty copies that are shown at the same moment, one admits', async () => {
  const { code } = await sellOne();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? north : south).scan(code)),
  );
  const kinds = answers.map(({ kind }) => kind).sort();
  assert.deepEqual(kinds, [...Array<string>(19).fill('already_in'), 'welcome']);
});

test('whatever is changed in a code, it admits nobody', async () => {
  const { code } = await sellOne();
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const changed = Array.from(code, (letter, i) => {
    const other = letters[(letters.indexOf(letter) + 1 + (i % 31)) % 32] ?? '';
    return code.slice(0, i) + (other === letter ? '0' : other) + code.slice(i + 1);
  }).filter((each) => each !== code);
  const { status, body } = await north.send(
    [...changed, code.slice(1), `${code}0`, '', ' ', 'http://example.org/'].map((each) => ({
      code: each,
    })),
  );
  assert.equal(status, 200);
  const answers = (body.results as { answer: ScanAnswer }[]).map(({ answer }) => answer);
  assert.deepEqual(new Set(answers.map(({ kind }) => kind)), new Set(['not_valid']));
  assert.ok(answers.every(({ mayLetIn }) => !mayLetIn));
  assert.deepEqual(
    new Set(answers.map(({ reason }) => reason)),
    new Set(['forged', 'unknown_key', 'malformed']),
  );
  assert.equal((await north.scan(code)).kind, 'welcome');
});

test('a ticket that another key has signed is refused, also one that claims to be ours', async () => {
  const [theirs] = addKey([]);
  assert.ok(theirs);
  const [order] = await shop.sell(1);
  const { ticket, code } = ticketOf(order);
  const content = {
    ...{ event: eventTagOf(ENTRANCE_EVENT), ticket },
    type: typeTagOf(ENTRANCE_EVENT, `${ENTRANCE_EVENT}-adult`),
  };
  const foreign = await north.scan(signCode(theirs, content));
  assert.deepEqual([foreign.kind, foreign.reason], ['not_valid', 'unknown_key']);
  const claimed = await north.scan(signCode({ ...theirs, keyId: signing.keyId }, content));
  assert.deepEqual([claimed.kind, claimed.reason], ['not_valid', 'forged']);
  assert.equal((await north.scan(code)).kind, 'welcome');
});

test('a ticket of another event, and one that was never sold, are refused', async () => {
  const [order] = await shop.sell(1, { eventId: NEXT_EVENT });
  const other = ticketOf(order);
  const answer = await north.scan(other.code);
  assert.deepEqual([answer.kind, answer.reason], ['not_valid', 'other_event']);
  // Without its code, it is just no ticket of this event.
  const { body } = await north.send([{ ticket: other.ticket, via: 'name' }]);
  const [{ answer: picked }] = body.results;
  assert.deepEqual([picked.kind, picked.reason], ['undecided', 'not_in_list']);
  const wanted = { eventId: ENTRANCE_EVENT, wanted: `${ENTRANCE_EVENT}-adult:1`, signing };
  const [unsold] = codesOf('01m8dn4jnz000000000000000b', wanted);
  const unknown = await north.scan(unsold?.code ?? '');
  assert.deepEqual([unknown.kind, unknown.reason], ['undecided', 'not_in_list']);
});

test('a person can’t let in what the rule leaves to nobody', async () => {
  const { code } = await sellOne();
  assert.equal((await north.scan(code)).kind, 'welcome');
  const { body } = await south.send([
    { code, letIn: true },
    { code: code.slice(1), letIn: true },
  ]);
  const kinds = body.results.map(({ answer }: { answer: ScanAnswer }) => answer.kind);
  assert.deepEqual(kinds, ['already_in', 'not_valid']);
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from office.scans
    where device_id = ${south.deviceId} and let_in and admitted`.execute(office.db);
  assert.equal(rows[0]?.count, 0);
});

test('a code for a device works once, also when two use it at the same moment', async () => {
  const added = await manager('POST', `/v1/events/${ENTRANCE_EVENT}/devices`, {
    entranceId: north.entranceId,
  });
  const statuses = await Promise.all([1, 2, 3].map(() => useCode(added.body.code)));
  assert.deepEqual(statuses.map(({ status }) => status).sort(), [201, 410, 410]);
  const later = await useCode(added.body.code);
  assert.deepEqual([later.status, later.body.code], [410, 'DEVICE_CODE_EXPIRED']);
});

async function useCode(code: string) {
  const response = await fetch(`${office.url}/v1/devices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  return { status: response.status, body: (await response.json()) as { code?: string } };
}

test('a device that lies about its time changes neither what came first nor what the log says', async () => {
  const [order] = await shop.sell(1);
  const { code, ticket } = ticketOf(order);
  assert.equal((await north.scan(code)).kind, 'welcome');
  const lies = [
    { at: 0, sentAt: 0 },
    { at: 0, sentAt: Date.now() },
    { at: 0, sentAt: 8_640_000_000_000_000 },
    { at: 8_640_000_000_000_000, sentAt: 0 },
    { at: 8_640_000_000_000_000, sentAt: 8_640_000_000_000_000 },
  ];
  for (const { at, sentAt } of lies) {
    const shown = { kind: 'welcome', admitted: true } as const;
    const { status, body } = await south.send([{ code, at, shown }], sentAt);
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.results[0].conflict, 'double');
  }
  const log = await logOf(ticket);
  assert.equal(log.length, lies.length + 1);
  for (const { at, receivedAt } of log) {
    assert.ok(Date.parse(at) <= Date.parse(receivedAt));
    assert.ok(Date.parse(at) > Date.now() - 3_600_000, at);
  }
  const again = await south.scan(code);
  assert.equal(again.before?.entranceId, north.entranceId);
  const { rows } = await sql<{ device_id: string }>`
    select device_id from office.check_ins where order_id = ${order?.orderId}`.execute(office.db);
  assert.deepEqual(rows, [{ device_id: north.deviceId }]);
});

test('no clock of a device opens the doors', async () => {
  const [order] = await shop.sell(1, { eventId: NEXT_EVENT });
  const device = await shop.signIn({ eventId: NEXT_EVENT });
  const tomorrow = Date.now() + 26 * 3_600_000;
  for (const sentAt of [0, Date.now(), tomorrow]) {
    const { body } = await device.send([{ code: ticketOf(order).code, at: tomorrow }], sentAt);
    assert.notEqual(body.results[0].answer.kind, 'welcome');
  }
});

test('ten thousand scans in a request are refused, and so is what is no scan', async () => {
  const { code } = await sellOne();
  const many = await north.send(Array.from({ length: 10_000 }, () => ({ code })));
  assert.ok([400, 413].includes(many.status), String(many.status));
  for (const scan of [
    { code: 'A'.repeat(301) },
    { code, number: 0 },
    { code, number: 2 ** 31 },
    { code, at: -1 },
    { code, at: 1.5 },
    { ticket: "' or 1=1 --" },
    { code, via: 'magic' as 'camera' },
    { code, shown: { kind: 'welcome' } as unknown as { kind: 'welcome'; admitted: boolean } },
  ]) {
    const { status } = await north.send([scan]);
    assert.equal(status, 400, JSON.stringify(scan));
  }
  assert.equal((await logOf(ticketOf((await shop.sell(1))[0]).ticket)).length, 0);
  assert.equal((await north.scan(code)).kind, 'welcome');
});

test('a number that was used before takes nothing else with it', async () => {
  const [order] = await shop.sell(1);
  const [first, second] = [ticketOf(order, 1), ticketOf(order, 2)];
  const device = await shop.signIn();
  const both = await device.send([
    { number: 7, code: first.code },
    { number: 7, code: second.code },
  ]);
  assert.equal(both.status, 200);
  const again = await device.send([{ number: 7, code: second.code, letIn: true }]);
  assert.equal(again.body.results[0].answer.ticket.ticket, first.ticket);
  const { rows } = await sql<{ place: number }>`
    select place from office.check_ins where order_id = ${order?.orderId}`.execute(office.db);
  assert.deepEqual(rows, [{ place: 1 }]);
});

test('a device opens its own routes and no others', async () => {
  const headers = { authorization: `Bearer ${north.token}`, 'content-type': 'application/json' };
  const opened: string[] = [];
  for (const { method, url, access, operationId } of Object.values(staffOperations)) {
    if (access === 'public' || access === 'device') continue;
    const path = url.replace(':eventId', ENTRANCE_EVENT).replaceAll(/:[a-zA-Z]+/g, '1');
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' };
    const response = await fetch(`${office.url}${path}`, { method, headers, ...body });
    await response.body?.cancel();
    if (response.status !== 401 && response.status !== 403) opened.push(operationId);
  }
  assert.deepEqual(opened, []);
  const owner = await office.as([{ role: 'owner' }]);
  for (const [method, path] of [
    ['GET', '/v1/check-in-list'],
    ['POST', '/v1/checkins'],
    ['DELETE', '/v1/devices/me'],
  ] as const) {
    const body = method === 'POST' ? { sentAt: 0, scans: [] } : undefined;
    const { status } = await owner(method, path, body);
    assert.ok(status === 401 || status === 403, `${path}: ${status}`);
  }
});

test('a device hears of its own event alone, and of no address, no amount and no id of an order', async () => {
  const [mine] = await shop.sell(1);
  const [other] = await shop.sell(1, { eventId: NEXT_EVENT });
  const text = JSON.stringify(await north.wholeList());
  assert.ok(text.includes(ticketOf(mine).ticket));
  assert.ok(!text.includes(ticketOf(other).ticket));
  assert.doesNotMatch(text, /@|example\.org|credit_card/);
  assert.ok(!text.includes(mine?.orderId ?? ''));
});

test('a device that was revoked gets no list, and lets in nobody', async () => {
  const stolen = await shop.signIn();
  const { code, ticket } = await sellOne();
  await manager('POST', `/v1/events/${ENTRANCE_EVENT}/devices/${stolen.deviceId}/revoke`, {});
  const list = await stolen.list();
  assert.deepEqual([list.status, list.body.code], [401, 'DEVICE_REVOKED']);
  const shown = { kind: 'welcome', admitted: true } as const;
  const sent = await stolen.send([{ code, shown }, { code }, { ticket, via: 'name', letIn: true }]);
  assert.equal(sent.status, 200);
  assert.doesNotMatch(JSON.stringify(sent.body), /Buyer/);
  assert.equal((await north.scan(code)).kind, 'welcome');
});

test('whoever was let in elsewhere stays in when a device takes back what it was answered too late', async () => {
  const [order] = await shop.sell(1);
  const { code } = ticketOf(order);
  const [slow, offline] = await Promise.all([shop.signIn(), shop.signIn()]);
  // The answer is lost on its way, and another device without a network lets in a copy.
  await slow.send([{ number: 1, code }]);
  const shown = { kind: 'welcome', admitted: true } as const;
  const { body } = await offline.send([{ code, shown }]);
  assert.equal(body.results[0].conflict, 'double');
  await slow.send([{ number: 1, code, shown: { kind: 'not_yet', admitted: false } }]);
  const third = await north.scan(code);
  assert.equal(third.kind, 'already_in');
  const { rows } = await sql<{ device_id: string; conflict: string | null }>`
    select c.device_id, s.conflict from office.check_ins c join office.scans s using (scan_id)
    where c.order_id = ${order?.orderId} and c.undone_at is null`.execute(office.db);
  assert.deepEqual(rows, [{ device_id: offline.deviceId, conflict: null }]);
});

test('neither the log of the entrance nor that of the process has a name or an address', async () => {
  const { rows } = await sql<{ text: string }>`
    select s::text as text from office.scans s
    union all select c::text from office.check_ins c
    union all select d::text from office.devices d`.execute(office.db);
  assert.ok(rows.length > 100);
  for (const { text } of rows) assert.doesNotMatch(text, /Buyer|example\.org/);
  const { body } = await manager('GET', `/v1/events/${ENTRANCE_EVENT}/scans?limit=100`);
  assert.doesNotMatch(JSON.stringify(body), /Buyer|example\.org/);
  const lines = office.process.log.map((line) => JSON.stringify(line)).join('\n');
  assert.doesNotMatch(lines, /Buyer|example\.org/);
  assert.ok(!lines.includes(north.token));
  // Nothing of all this was unforeseen.
  assert.doesNotMatch(lines, /could not be decided/);
});

// The last: from then on this address signs nobody in.
test('a thousand guessed codes sign in nobody, and end in a pause', async () => {
  const added = await manager('POST', `/v1/events/${ENTRANCE_EVENT}/devices`, {
    entranceId: north.entranceId,
  });
  const guesses = Array.from({ length: 1000 }, (_, i) => {
    const text = (i * 7919 + 1).toString(32).toUpperCase().padStart(10, '7');
    return text.replaceAll(/[ILOU]/g, 'Z');
  });
  const statuses: number[] = [];
  for (let i = 0; i < guesses.length; i += 50) {
    const answers = await Promise.all(guesses.slice(i, i + 50).map(useCode));
    statuses.push(...answers.map(({ status }) => status));
  }
  assert.deepEqual(new Set(statuses), new Set([410, 429]));
  const refused = statuses.filter((status) => status === 429).length;
  assert.ok(refused > 900, `${refused} of 1,000`);
  assert.equal((await useCode(added.body.code)).status, 429);
});
