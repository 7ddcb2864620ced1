import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startEntrance } from '@onsale/testing';

const entrance = await startEntrance();
after(async () => await entrance.stop());
const { office, eventId } = entrance;
const device = await entrance.signIn();
const doorkeeper = await office.as([{ role: 'entrance', eventId }]);
const stranger = await office.as([{ role: 'entrance', eventId: 'another' }]);
const path = `/v1/events/${eventId}/entrance`;
const [order, another] = await entrance.sell(2);
const [first, second] = order!.tickets;
const find = async (text: string) => {
  const { status, body } = await doorkeeper('GET', `${path}/tickets?q=${encodeURIComponent(text)}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body as {
    items: { ticket: string; orderId: string; name: string; email: string; checkIns: object[] }[];
    hasMore: boolean;
  };
};
const ticketsOf = async (text: string) => (await find(text)).items.map(({ ticket }) => ticket);

test('tickets are found by the name or address of a buyer, by an order, and by a code', async () => {
  const both = [first!.ticket, second!.ticket];
  const { items, hasMore } = await find(first!.code);
  assert.equal(hasMore, false);
  assert.deepEqual(
    items.map(({ ticket }) => ticket),
    both,
  );
  const [{ name, email } = assert.fail()] = items;
  assert.deepEqual(await ticketsOf(first!.ticket.toLowerCase()), both);
  assert.deepEqual(await ticketsOf(order!.orderId), both);
  assert.deepEqual(await ticketsOf(email), both);
  assert.ok((await ticketsOf(name)).includes(first!.ticket));
  assert.deepEqual(await ticketsOf('nobody of this name'), []);
});

test('tickets are found by the name of their holder', async () => {
  await office.postgres.query(
    `update records.tickets set holder = 'Żółta Ćma' where order_id = $1 and number = 2`,
    [order!.orderId],
  );
  const { items } = await find('zolta cma');
  assert.deepEqual(
    items.map(({ name }) => name),
    [items[0]!.name, 'Żółta Ćma'],
  );
  const { body } = await office
    .as([{ role: 'viewer' }])
    .then((ask) => ask('GET', `${path}/tickets?q=cma`));
  assert.equal(body.code, 'NOT_ALLOWED');
});

test('a member lets in by hand and takes it back, and says why', async () => {
  const why = 'The screen was broken';
  const letIn = { ticket: first!.ticket, entranceId: 'main', why };
  const welcome = await doorkeeper('POST', `${path}/check-ins`, letIn);
  assert.deepEqual([welcome.status, welcome.body.kind], [200, 'welcome']);
  const again = await doorkeeper('POST', `${path}/check-ins`, letIn);
  assert.equal(again.body.kind, 'already_in');
  assert.equal((await device.scan(first!.code)).before?.device, 'test');
  assert.equal((await find(first!.code)).items[0]!.checkIns.length, 1);

  const undo = { ticket: first!.ticket, why: 'It was the wrong one' };
  assert.equal((await doorkeeper('POST', `${path}/check-ins/undo`, undo)).status, 204);
  const none = await doorkeeper('POST', `${path}/check-ins/undo`, undo);
  assert.deepEqual([none.status, none.body.code], [409, 'NOT_CHECKED_IN']);
  assert.equal((await device.scan(first!.code)).kind, 'welcome');

  const { body } = await doorkeeper('GET', `/v1/events/${eventId}/scans?ticket=${first!.ticket}`);
  assert.deepEqual(
    body.items.map(
      (scan: { memberName?: string; undone: boolean; why?: string; answer: string }) => [
        ...[scan.memberName, scan.answer, scan.undone, scan.why],
      ],
    ),
    [
      [undefined, 'welcome', false, undefined],
      ['test', 'welcome', true, undo.why],
      [undefined, 'already_in', false, undefined],
      ['test', 'already_in', false, why],
      ['test', 'welcome', false, why],
    ],
  );
  const owner = await office.as([{ role: 'owner' }]);
  const activity = await owner('GET', `/v1/activity?eventId=${eventId}&action=undoCheckIn`);
  assert.deepEqual(
    activity.body.items.map(({ outcome, subject }: { outcome: string; subject: string }) => [
      ...[outcome, subject],
    ]),
    [
      ['refused', `order:${order!.orderId}`],
      ['done', `order:${order!.orderId}`],
    ],
  );
});

test('what there is not is refused', async () => {
  const why = 'x';
  for (const [to, body, code] of [
    ['check-ins', { ticket: 'A'.repeat(20), why }, 'TICKET_NOT_FOUND'],
    ['check-ins/undo', { ticket: 'A'.repeat(20), why }, 'TICKET_NOT_FOUND'],
    ['check-ins', { ticket: first!.ticket, entranceId: 'none', why }, 'INVALID_REQUEST'],
    ['check-ins', { ticket: first!.ticket }, 'INVALID_REQUEST'],
    ['check-ins/undo', { ticket: first!.ticket, day: '2087-02-31', why }, 'INVALID_REQUEST'],
  ] as const) {
    const answer = await doorkeeper('POST', `${path}/${to}`, body);
    assert.equal(answer.body.code, code, JSON.stringify(body));
    assert.equal((await stranger('POST', `${path}/${to}`, body)).status, 403);
  }
  const { body } = await doorkeeper('GET', `/v1/events/${eventId}/scans?cursor=x`);
  assert.equal(body.code, 'INVALID_REQUEST');
});

test('the log is read page by page, and by what one looks for', async () => {
  const scans = `/v1/events/${eventId}/scans`;
  const all = (await doorkeeper('GET', scans)).body.items;
  const paged: object[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await doorkeeper(
      'GET',
      `${scans}?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`,
    );
    paged.push(...body.items);
    cursor = body.nextCursor;
  } while (cursor !== undefined);
  assert.deepEqual(paged, all);
  const byDevice = (await doorkeeper('GET', `${scans}?deviceId=${device.deviceId}`)).body.items;
  assert.equal(byDevice.length, 2);
  assert.deepEqual((await doorkeeper('GET', `${scans}?entranceId=none`)).body.items, []);
});

test('the file has each ticket, and each time that it was let in', async () => {
  const owner = await office.as([{ role: 'owner' }]);
  const alone = { shown: { kind: 'welcome', admitted: true } } as const;
  await device.send([{ code: first!.code, ...alone }]);
  const file = `/v1/events/${eventId}/reports/check-ins.csv`;
  const { status, body, headers } = await owner('GET', `${file}?separator=comma&language=de`);
  assert.equal(status, 200);
  assert.match(headers.get('content-disposition') ?? '', /check-ins\.csv/);
  const rows = String(body).trimEnd().split('\r\n');
  assert.match(rows[0]!, /"Bestellung","Ticket","Ticketart"/);
  const of = (orderId: string) =>
    rows.filter((row) => row.includes(orderId)).map((row) => row.split(',').slice(1));
  assert.deepEqual(
    of(order!.orderId).map(([place, type, , , , , , , entranceName, by, conflict]) => [
      ...[place, type, entranceName, by, conflict],
    ]),
    [
      ['"1"', '"Adult"', '"Main entrance"', '"Device 1"', '""'],
      ['"1"', '"Adult"', '"Main entrance"', '"Device 1"', '"double"'],
      ['"2"', '"Adult"', '""', '""', '""'],
    ].map(([place, ...rest]) => [place!.replaceAll('"', ''), ...rest]),
  );
  assert.equal(of(another!.orderId).length, 2);
  assert.equal((await doorkeeper('GET', file)).status, 403);
});

test('people come in while Redis is away', async () => {
  await office.redis.stop();
  const [third] = another!.tickets;
  assert.equal((await device.scan(third!.code)).kind, 'welcome');
  assert.equal((await find(third!.code)).items[0]!.checkIns.length, 1);
  const undo = { ticket: third!.ticket, why: 'x' };
  assert.equal((await doorkeeper('POST', `${path}/check-ins/undo`, undo)).status, 204);
});
