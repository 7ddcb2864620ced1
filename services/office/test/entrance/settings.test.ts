import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { EntranceSettings } from '@onsale/contracts';
import { openLedger } from '@onsale/ledger';
import { readEntranceSettings } from '@onsale/records';
import { type AskOffice, putOnSale, startOffice } from '@onsale/testing';
import { connectTo } from '../../../../packages/ledger/test/orders/held-order.ts';

const office = await startOffice();
const redis = await connectTo(office.redis.url);
after(async () => {
  await redis.close();
  await office.stop();
});
const ENTRANCE = '/v1/events/festival/entrance';
const CATALOG = `
events:
  - id: festival
    name: Festival
    venue: Meadow
    startsAt: 2087-07-04T16:00:00Z
    doorsAt: 2087-07-04T13:00:00Z
    endsAt: 2087-07-07T01:00:00Z
    timeZone: Europe/Berlin
    currency: EUR
    tickets:
      - { id: pass, name: Pass, type: standard, price: 100, capacity: 10 }
      - { id: child, name: Child, type: reduced, price: 20, capacity: 10 }
`;
const SETTINGS: EntranceSettings = {
  entrances: [
    { entranceId: 'north', name: 'North gate' },
    { entranceId: 'stage', name: 'Backstage' },
  ],
  types: [
    { ticketId: 'pass', admits: 'daily' },
    {
      ...{ ticketId: 'child', admits: 'once', days: ['2087-07-05'], entranceIds: ['north'] },
      note: 'Child: check age',
    },
  ],
  dayStartsAt: '05:00',
  namesOnDevices: false,
};
let manager: AskOffice;

before(async () => {
  await putOnSale(await openLedger(redis, 1), CATALOG);
  manager = await office.as([{ role: 'manager', eventId: 'festival' }]);
});

const put = async (settings: object, revision: number) =>
  await manager('PUT', ENTRANCE, settings, { 'if-match': `"${revision}"` });

test('without settings there is one entrance, and the event says days and doors', async () => {
  const { status, body, headers } = await manager('GET', ENTRANCE);
  assert.equal(status, 200);
  assert.equal(headers.get('etag'), '"0"');
  assert.deepEqual(body.settings.entrances, [{ entranceId: 'main', name: 'Main entrance' }]);
  assert.deepEqual(body.days, ['2087-07-04', '2087-07-05', '2087-07-06']);
  assert.equal(body.opensAt, '2087-07-04T13:00:00Z');
  assert.deepEqual(body.types, [
    { ticketId: 'pass', name: 'Pass' },
    { ticketId: 'child', name: 'Child' },
  ]);
  assert.ok(!('today' in body) && !('changedBy' in body));
});

test('settings are changed from the revision that was read', async () => {
  const silent = await manager('PUT', ENTRANCE, SETTINGS);
  assert.deepEqual([silent.status, silent.body.code], [428, 'PRECONDITION_REQUIRED']);
  const opensAt = '2087-07-04T14:30:00+02:00';
  const { status, body, headers } = await put({ ...SETTINGS, opensAt }, 0);
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(headers.get('etag'), '"1"');
  assert.deepEqual(body.settings, { ...SETTINGS, opensAt: '2087-07-04T12:30:00.000Z' });
  assert.deepEqual([body.opensAt, body.changedBy], ['2087-07-04T12:30:00.000Z', 'test']);
  const late = await put(SETTINGS, 0);
  assert.deepEqual([late.status, late.body.code], [412, 'ETAG_MISMATCH']);
  const together = await Promise.all([put(SETTINGS, 1), put(SETTINGS, 1), put(SETTINGS, 1)]);
  assert.deepEqual(together.map(({ status: each }) => each).toSorted(), [200, 412, 412]);
  const viewer = await office.as([{ role: 'entrance', eventId: 'festival' }]);
  assert.equal((await viewer('GET', ENTRANCE)).body.revision, 2);
  const refused = await viewer('PUT', ENTRANCE, SETTINGS, { 'if-match': '"2"' });
  assert.equal(refused.status, 403);
});

test('what does not fit together, or not the event, is refused where it stands', async () => {
  const revision = (await manager('GET', ENTRANCE)).body.revision as number;
  const [north, stage] = SETTINGS.entrances;
  const [pass, child] = SETTINGS.types;
  for (const [change, path] of [
    [{ entrances: [north, { ...stage, entranceId: 'north' }] }, 'entrances[1].entranceId'],
    [{ entrances: [north, { ...stage, name: 'north GATE' }] }, 'entrances[1].name'],
    [{ types: [pass, pass] }, 'types[1].ticketId'],
    [{ types: [{ ...pass, ticketId: 'vip' }] }, 'types[0].ticketId'],
    [{ types: [{ ...child, days: ['2087-07-04', '2087-07-07'] }] }, 'types[0].days[1]'],
    [{ types: [{ ...child, days: ['2087-02-31'] }] }, 'types[0].days[0]'],
    [{ opensAt: '2087-02-31T18:00:00Z' }, 'opensAt'],
    [{ types: [{ ...child, entranceIds: ['roof'] }] }, 'types[0].entranceIds[0]'],
    [{ opensAt: '2087-07-04T23:59:60Z' }, 'opensAt'],
    [{ entrances: [] }, 'entrances'],
    [{ dayStartsAt: '24:00' }, 'dayStartsAt'],
  ] as const) {
    const { status, body } = await put({ ...SETTINGS, ...change }, revision);
    assert.deepEqual([status, body.code], [400, 'INVALID_REQUEST'], path);
    assert.equal(body.details[0].path, path, JSON.stringify(body));
  }
});

test('an entrance with devices stays, and may be called something else', async () => {
  const { body: before } = await manager('GET', ENTRANCE);
  const devices = '/v1/events/festival/devices';
  const { body: added } = await manager('POST', devices, { entranceId: 'stage' });
  const [north] = SETTINGS.entrances;
  const without = { ...SETTINGS, entrances: [north] };
  const { status, body } = await put(without, before.revision);
  assert.deepEqual([status, body.code], [409, 'ENTRANCE_IN_USE']);
  assert.match(body.details[0].message, /Backstage/);
  const entrances = [north, { entranceId: 'stage', name: 'Stage door' }];
  const renamed = await put({ ...SETTINGS, entrances }, before.revision);
  assert.equal(renamed.status, 200);
  await manager('POST', `${devices}/${added.device.deviceId}/revoke`, {});
  assert.equal((await put(without, renamed.body.revision)).status, 200);
});

test('the activity log has what was set before, and after', async () => {
  const rows = await office.db
    .selectFrom('office.activity')
    .select(['outcome', 'before', 'after'])
    .where('action', '=', 'replaceEntrance')
    .orderBy('activity_id')
    .execute();
  const first = rows.find(({ outcome }) => outcome === 'done');
  const { settings } = await readEntranceSettings(office.db, 'nothing');
  assert.deepEqual(first?.before, settings);
  assert.deepEqual(first?.after, { ...SETTINGS, opensAt: '2087-07-04T12:30:00.000Z' });
  assert.ok(rows.some(({ outcome }) => outcome === 'refused'));
});

test('an event that the recorder has seen is known without Redis', async () => {
  await office.db
    .insertInto('records.events')
    .values({
      ...{ event_id: 'festival', shard: 0, name: 'Recorded', time_zone: 'Europe/Berlin' },
      details: JSON.stringify({ startsAt: '2087-07-04T16:00:00Z', types: [] }),
    })
    .execute();
  const { body } = await manager('GET', ENTRANCE);
  assert.deepEqual([body.days, body.types], [['2087-07-04'], []]);
});

test('a draft that is deleted takes its entrance with it', async () => {
  const owner = await office.as([{ role: 'owner' }]);
  const { body: festival } = await owner('GET', '/v1/events/festival');
  const tickets = festival.event.tickets.map((ticket: { id: string }) => {
    return { ...ticket, id: `draft-${ticket.id}` };
  });
  const created = await owner('POST', '/v1/events', { ...festival.event, id: 'draft', tickets });
  assert.equal(created.status, 201, JSON.stringify(created.body));
  const { body: added } = await owner('POST', '/v1/events/draft/devices', { entranceId: 'main' });
  const etag = { 'if-match': `"${created.body.revision}"` };
  const deleted = await owner('DELETE', '/v1/events/draft', undefined, etag);
  assert.equal(deleted.status, 204, JSON.stringify(deleted.body));
  const left = await office.db
    .selectFrom('office.devices')
    .select('device_id')
    .where('device_id', '=', added.device.deviceId)
    .execute();
  assert.deepEqual(left, []);
});
