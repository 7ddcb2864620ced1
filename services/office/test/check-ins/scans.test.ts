import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MOST_COUNTED, type Scan } from '@onsale/contracts';
import { MOST_LATE_SCANS } from '@onsale/records';
import { startEntrance, type TestDevice } from '@onsale/testing';

const entrance = await startEntrance();
after(async () => await entrance.stop());
const { office, eventId } = entrance;
const [north, south] = [await entrance.signIn(), await entrance.signIn()];
const team = await office.as([{ role: 'owner' }]);
const scansOf = `/v1/events/${eventId}/scans`;

/** A device decided alone that somebody comes in. */
const alone = { shown: { kind: 'welcome', admitted: true } } as const;

/** The next number of a device, for what it sends twice. */
let number = 1_000_000;

const sold = async () => (await entrance.sell(1))[0]!.tickets.map(({ code }) => code);
async function results(device: TestDevice, scans: readonly Partial<Scan>[], sentAt?: number) {
  const { status, body } = await device.send(scans, sentAt);
  assert.equal(status, 200, JSON.stringify(body));
  return body.results as {
    number: number;
    answer: { kind: string };
    conflict?: string;
    other?: { at: string; entranceId?: string; device?: string };
  }[];
}
const kinds = (answered: Awaited<ReturnType<typeof results>>) =>
  answered.map(({ answer, conflict }) => conflict ?? answer.kind);

test('a ticket is let in once, wherever it is shown, and others of its order may come', async () => {
  const [code, other] = await sold();
  const welcome = await north.scan(code!);
  assert.equal(welcome.kind, 'welcome');
  assert.deepEqual([welcome.ticket?.place, welcome.ticket?.of], [1, 2]);
  assert.equal(welcome.others?.length, 1);
  const again = await south.scan(code!);
  assert.equal(again.kind, 'already_in');
  assert.equal(again.before?.device, 'Device 1');
  assert.equal((await south.scan(other!)).others, undefined);
});

test('the same number is the same scan, however often it is sent', async () => {
  const [code, other] = await sold();
  const scan = { number: ++number, code: code! };
  const [first, ...more] = [
    ...(await results(north, [scan, scan])),
    ...(await results(north, [scan])),
    // Whatever else it says.
    ...(await results(north, [{ ...scan, code: other! }])),
  ];
  for (const each of more) assert.deepEqual(each, first);
  assert.equal((await south.scan(other!)).kind, 'welcome');
});

test('what nobody can read does not keep the next one from coming in', async () => {
  const [code] = await sold();
  const forged = `${code!.slice(0, -9)}000000000`;
  const scans = ['', 'https://example.org', '\u2028💥', forged, code!].map((each) => ({
    code: each,
  }));
  assert.deepEqual(kinds(await results(north, scans)), [
    ...['not_valid', 'not_valid', 'not_valid', 'not_valid', 'welcome'],
  ]);
});

test('a device that decided alone has let somebody in', async () => {
  const [code] = await sold();
  const at = Date.now() - 600_000;
  assert.deepEqual(kinds(await results(north, [{ code: code!, at, ...alone }])), ['welcome']);
  assert.equal((await south.scan(code!)).kind, 'already_in');
});

test('two devices that let in the same ticket alone are a conflict with both moments', async () => {
  const [code] = await sold();
  await results(north, [{ code: code!, ...alone }]);
  const [second] = await results(south, [{ code: code!, ...alone }]);
  assert.deepEqual([second!.conflict, second!.answer.kind], ['double', 'already_in']);
  const { body } = await team('GET', `${scansOf}?conflicts=open`);
  const [conflict, ...more] = body.items;
  // The device hears of it as the team does, and again when it asks again.
  const { at, entranceId, deviceName: device } = conflict.conflict.other;
  assert.deepEqual(second!.other, { at, entranceId, device });
  const [asked] = await results(south, [{ number: second!.number, code: code!, ...alone }]);
  assert.deepEqual(asked, second);
  assert.deepEqual(more, []);
  assert.equal(conflict.answer, 'welcome');
  assert.equal(conflict.offline, true);
  assert.equal(conflict.conflict.other.deviceName, 'Device 1');
  assert.ok(Date.parse(conflict.conflict.other.at) <= Date.parse(conflict.at));

  const reviewed = await team('POST', `${scansOf}/${conflict.scanId}/review`, {});
  assert.equal(reviewed.status, 200);
  assert.equal(reviewed.body.conflict.reviewedBy, 'test');
  assert.deepEqual((await team('GET', `${scansOf}?conflicts=open`)).body.items, []);
  assert.equal((await team('GET', `${scansOf}?conflicts=all`)).body.items.length, 1);
  const again = await team('POST', `${scansOf}/${conflict.scanId}/review`, {});
  assert.deepEqual(again.body, reviewed.body);
  const none = await team('POST', `${scansOf}/${conflict.scanId + 1000}/review`, {});
  assert.deepEqual([none.status, none.body.code], [404, 'SCAN_NOT_FOUND']);
});

test('whom a device has sent back after a conflict is out, and the other one still in', async () => {
  const [code] = await sold();
  await results(north, [{ code: code!, ...alone }]);
  const scans = [
    { code: code!, ...alone },
    { code: code!, undo: true, shown: { kind: 'welcome', admitted: false } as const },
  ];
  await results(south, scans);
  assert.equal((await south.scan(code!)).kind, 'already_in');
  assert.deepEqual((await team('GET', `${scansOf}?conflicts=open`)).body.items, []);
});

test('whom the first of two has sent back is out, and the other one still in', async () => {
  const [code] = await sold();
  await results(north, [{ code: code!, ...alone }]);
  await results(south, [{ code: code!, ...alone }]);
  await results(north, [{ code: code!, undo: true }]);
  const { kind, before } = await north.scan(code!);
  assert.deepEqual([kind, before?.device], ['already_in', 'Device 2']);
  assert.deepEqual((await team('GET', `${scansOf}?conflicts=open`)).body.items, []);
});

test('a device takes back whom it has let in last, whatever was a conflict before', async () => {
  const [order] = await entrance.sell(1);
  const { code, ticket } = order!.tickets[0]!;
  await results(north, [{ code, ...alone }]);
  await results(south, [{ code, ...alone }]);
  const undo = { ticket, why: 'both were sent back' };
  const undone = await team('POST', `/v1/events/${eventId}/entrance/check-ins/undo`, undo);
  assert.equal(undone.status, 204);
  assert.equal((await south.scan(code)).kind, 'welcome');
  await results(south, [{ code, undo: true }]);
  assert.equal((await north.scan(code)).kind, 'welcome');
  const { body } = await team('GET', `${scansOf}?conflicts=open`);
  await team('POST', `${scansOf}/${body.items[0].scanId}/review`, {});
});

test('a device that was not answered in time says what it has done instead', async () => {
  const [code, other] = await sold();
  const admitted = { number: ++number, code: code! };
  await results(north, [admitted]);
  const said = [{ ...admitted, ...alone }];
  assert.deepEqual(kinds(await results(north, said)), ['welcome']);
  assert.deepEqual(kinds(await results(north, said)), ['welcome']);

  // It was in elsewhere, which the device did not hear of.
  const late = { number: ++number, code: code! };
  assert.deepEqual(kinds(await results(south, [late])), ['already_in']);
  assert.deepEqual(kinds(await results(south, [{ ...late, ...alone }])), ['double']);
  assert.deepEqual(kinds(await results(south, [{ ...late, ...alone }])), ['double']);

  // Here nobody came in, so that the ticket admits still.
  const refused = { number: ++number, code: other! };
  assert.deepEqual(kinds(await results(north, [refused])), ['welcome']);
  const shown = { kind: 'undecided', reason: 'old_list', admitted: false } as const;
  await results(north, [{ ...refused, shown }]);
  assert.equal((await south.scan(other!)).kind, 'welcome');
  const { body } = await team('GET', `${scansOf}?answer=undecided&deviceId=${north.deviceId}`);
  assert.deepEqual(
    body.items.map((scan: { number: number; reason: string }) => [scan.number, scan.reason]),
    [[refused.number, 'old_list']],
  );
});

test('what was let in is taken back, and admits again', async () => {
  const [code] = await sold();
  assert.equal((await north.scan(code!)).kind, 'welcome');
  assert.deepEqual(kinds(await results(south, [{ code: code!, undo: true }])), ['welcome']);
  assert.equal((await south.scan(code!)).kind, 'welcome');
  // Said later, of what was before that.
  const undo = { code: code!, undo: true, shown: { kind: 'welcome', admitted: false } } as const;
  await results(north, [{ ...undo, at: Date.now() - 5000 }]);
  assert.equal((await north.scan(code!)).kind, 'already_in');
});

test('a person lets in where the rule leaves it to them, and nowhere else', async () => {
  const [code] = await sold();
  const settings = (await team('GET', `/v1/events/${eventId}/entrance`)).body;
  const later = { ...settings.settings, opensAt: new Date(Date.now() + 3_600_000).toISOString() };
  const change = async (body: object) => {
    const { headers } = await team('GET', `/v1/events/${eventId}/entrance`);
    const answer = await team('PUT', `/v1/events/${eventId}/entrance`, body, {
      'if-match': headers.get('etag') ?? '',
    });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  };
  await change(later);
  assert.deepEqual(kinds(await results(north, [{ code: code! }])), ['not_yet']);
  assert.deepEqual(kinds(await results(north, [{ code: code!, letIn: true }])), ['welcome']);
  assert.deepEqual(kinds(await results(north, [{ code: code!, letIn: true }])), ['already_in']);
  await change(settings.settings);
  assert.equal((await south.scan(code!)).kind, 'already_in');
  const { body } = await team('GET', `${scansOf}?answer=not_yet`);
  assert.deepEqual(
    body.items.map(({ letIn }: { letIn: boolean }) => letIn),
    [true, false],
  );
});

test('the clock of a device says how long ago it was, and nothing more', async () => {
  const [code, other] = await sold();
  const wrong = Date.UTC(1999, 11, 31);
  await results(north, [{ code: code!, at: wrong, ...alone }], wrong + 1000);
  const future = Date.UTC(275_760, 0, 1);
  await results(north, [{ code: other!, at: future, ...alone }], wrong);
  const { body } = await team('GET', `${scansOf}?deviceId=${north.deviceId}&limit=2`);
  const [ahead, behind] = body.items;
  assert.equal(behind.deviceAt, new Date(wrong).toISOString());
  assert.equal(Date.parse(behind.receivedAt) - Date.parse(behind.at), 1000);
  assert.equal(ahead.at, ahead.receivedAt);
  assert.ok(ahead.deviceAt.startsWith('9999'));
  // Long before it signed in, it says.
  const [third] = await sold();
  await results(north, [{ code: third!, at: 0, ...alone }], Date.now());
  const [oldest] = (await team('GET', `${scansOf}?limit=1`)).body.items;
  assert.ok(Date.parse(oldest.at) > Date.now() - 600_000);
});

test('what a revoked device sends counts once a member says so', async () => {
  const device = await entrance.signIn();
  const [code, other] = await sold();
  await team('POST', `/v1/events/${eventId}/devices/${device.deviceId}/revoke`, {});
  const late = await results(device, [
    { number: 1, code: code!, ...alone },
    { number: 2, code: other!, ...alone },
    { number: 3, code: code! },
  ]);
  // Whoever has found the phone learns nothing of a ticket.
  for (const { answer } of late) {
    assert.deepEqual(answer, { kind: 'undecided', reason: 'no_list', mayLetIn: false });
  }
  assert.equal((await north.scan(code!)).kind, 'welcome');
  const decide = async (count: boolean) =>
    await team('POST', `/v1/events/${eventId}/devices/${device.deviceId}/late-scans`, { count });
  const decided = await decide(true);
  assert.deepEqual(
    [decided.status, decided.body.lateScans],
    [200, 0],
    JSON.stringify(decided.body),
  );
  assert.equal((await north.scan(other!)).kind, 'already_in');
  const { body } = await team('GET', `${scansOf}?deviceId=${device.deviceId}`);
  assert.deepEqual(
    body.items.map((scan: { conflict?: { kind: string } }) => scan.conflict?.kind),
    [undefined, undefined, 'double'],
  );
  const [third] = await sold();
  await results(device, [{ number: 4, code: third!, ...alone }]);
  assert.equal((await decide(false)).body.lateScans, 0);
  assert.equal((await north.scan(third!)).kind, 'welcome');
});

test('a revoked device fills no table: it sends for a while, and not without end', async () => {
  const revoked = async () => {
    const device = await entrance.signIn();
    await team('POST', `/v1/events/${eventId}/devices/${device.deviceId}/revoke`, {});
    return device;
  };
  const device = await revoked();
  const tried = async (of: TestDevice) => {
    const { status, body } = await of.send([{ code: 'x', ...alone }]);
    return [status, body.code];
  };
  await office.postgres.query(
    `insert into office.scans
      (event_id, device_id, number, via, at, answer, admitted, late, result)
    select $1, $2, 1000 + i, 'camera', now(), 'welcome', true, 'open', '{}'
    from generate_series(1, $3) as i`,
    [eventId, device.deviceId, MOST_LATE_SCANS - 1],
  );
  assert.deepEqual(await tried(device), [200, undefined]);
  assert.deepEqual(await tried(device), [401, 'DEVICE_REVOKED']);
  await office.postgres.query(
    `update office.scans set late = 'left' where device_id = $1 and number > 1000`,
    [device.deviceId],
  );
  assert.deepEqual(await tried(device), [200, undefined]);
  await office.postgres.query(
    `update office.devices set revoked_at = now() - interval '31 days' where device_id = $1`,
    [device.deviceId],
  );
  assert.deepEqual(await tried(device), [401, 'DEVICE_REVOKED']);
  assert.deepEqual(await tried(await revoked()), [200, undefined]);
});

test('more late scans than one request counts are counted by the next ones, in their order', async () => {
  const device = await entrance.signIn();
  const path = `/v1/events/${eventId}/devices/${device.deviceId}`;
  await team('POST', `${path}/revoke`, {});
  await office.postgres.query(
    `insert into office.scans
      (event_id, device_id, number, via, at, answer, admitted, late, result)
    select $1, $2, i, 'camera', now(), 'not_valid', false, 'open', '{}'
    from generate_series(1, $3) as i`,
    [eventId, device.deviceId, MOST_COUNTED + 2],
  );
  const counted = async () => {
    const { status, body } = await team('POST', `${path}/late-scans`, { count: true });
    const [{ least }] = (await office.postgres.query<{ least: number | null }>(
      `select min(number) as least from office.scans where device_id = $1 and late = 'open'`,
      [device.deviceId],
    )) as [{ least: number | null }];
    return [status, body.lateScans, least];
  };
  assert.deepEqual(await counted(), [200, 2, MOST_COUNTED + 1]);
  assert.deepEqual(await counted(), [200, 0, null]);
});

test('a ticket that was sold a moment ago is in once it is recorded', async () => {
  const [order] = await entrance.sell(1);
  const [one, two] = order!.tickets;
  const record = async (isThere: boolean) =>
    await office.postgres.query('update records.orders set given_up_at = $2 where order_id = $1', [
      ...[order!.orderId, isThere ? null : new Date()],
    ]);
  await record(false);
  assert.deepEqual(kinds(await results(north, [{ code: one!.code }])), ['undecided']);
  assert.deepEqual(kinds(await results(north, [{ code: one!.code, letIn: true }])), ['welcome']);
  for (const device of [north, south]) {
    await results(device, [{ code: two!.code, ...alone }]);
  }
  await results(south, [{ code: two!.code, shown: { kind: 'undecided', admitted: false } }]);
  await record(true);
  const first = await south.scan(one!.code);
  assert.deepEqual([first.kind, first.before?.device], ['already_in', 'Device 1']);
  assert.equal((await south.scan(two!.code)).kind, 'already_in');
  const { body } = await team('GET', `${scansOf}?ticket=${two!.ticket}`);
  assert.deepEqual(
    body.items.map((scan: { conflict?: { kind: string } }) => scan.conflict?.kind),
    [undefined, undefined, 'double', undefined],
  );
  assert.ok(body.items.every(({ orderId }: { orderId: string }) => orderId === order!.orderId));
});

test('no name is in what was scanned', async () => {
  const rows = await office.postgres.query<{ all: string }>(
    'select string_agg(scans::text, chr(10)) as all from office.scans',
  );
  assert.match(rows[0]!.all, /welcome/);
  assert.doesNotMatch(rows[0]!.all, /Buyer|example\.org/);
});
