import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { EntranceProgress } from '@onsale/contracts';
import { noteDevice } from '@onsale/records';
import {
  type AskOffice,
  eventually,
  type SoldOrder,
  startEntrance,
  type TestDevice,
} from '@onsale/testing';

const entrance = await startEntrance();
const { office, eventId } = entrance;
after(async () => await entrance.stop());
const PROGRESS = `/v1/events/${eventId}/entrance/progress`;
let manager: AskOffice;
let device: TestDevice;
let orders: SoldOrder[];

before(async () => {
  manager = await office.as([{ role: 'manager', eventId }]);
  orders = await entrance.sell(3, { wanted: `${eventId}-adult:2,${eventId}-child:1` });
  device = await entrance.signIn({ entranceId: 'main' });
});

const codeOf = (order: number, place: number) => orders[order]?.tickets[place - 1]?.code ?? '';

const progress = async (isThere: (progress: EntranceProgress) => boolean) =>
  await eventually(async () => (await manager('GET', PROGRESS)).body as EntranceProgress, isThere);

test('who has come in is counted, and who is expected', async () => {
  const before = await progress(({ expected }) => expected === 9);
  assert.deepEqual([before.in, before.refused, before.openConflicts], [0, 0, 0]);
  for (const code of [codeOf(0, 1), codeOf(0, 3), codeOf(1, 1), codeOf(0, 1), 'nonsense']) {
    await device.scan(code);
  }
  const now = await progress(({ in: isIn, refused }) => isIn === 3 && refused === 1);
  assert.deepEqual(
    now.types.map(({ ticketId, name, expected, in: isIn }) => [ticketId, name, expected, isIn]),
    [
      [`${eventId}-adult`, 'Adult', 6, 2],
      [`${eventId}-child`, 'Child', 3, 1],
    ],
  );
  assert.deepEqual(now.entrances, [
    { entranceId: 'main', name: 'Main entrance', in: 3, lastFiveMinutes: 3 },
  ]);
  assert.equal(
    now.minutes.reduce((total, each) => total + each.in, 0),
    3,
  );
  // The event may have begun on the day before.
  const today = now.days.find(({ day }) => day === now.today);
  assert.deepEqual(today, { day: now.today, expected: 9, in: 3 });
});

test('devices are there with what they have done and said', async () => {
  await noteDevice(office.db, device.deviceId, {
    ...{ hasList: true, version: '1.2.3', waiting: 4, clockOffMs: 90_000 },
  });
  const { devices } = await progress(
    ({ devices: [first] }) => first?.waiting === 4 && first.scans === 5,
  );
  const [shown] = devices;
  assert.deepEqual([shown?.state, shown?.checkIns, shown?.version], ['signed_in', 3, '1.2.3']);
  assert.equal(shown?.clockOffMs, 90_000);
  assert.ok(shown?.listAt !== undefined && shown.lastSeenAt !== undefined);
});

test('a stream tells of an undo, and ends when its key is revoked', async () => {
  const key = await office.key([{ role: 'entrance', eventId }]);
  const response = await fetch(`${office.url}${PROGRESS}/stream`, {
    headers: { authorization: `Bearer ${key.secret}` },
  });
  assert.equal(response.headers.get('content-type')?.split(';')[0], 'text/event-stream');
  let isUndone = false;
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1];
      if (data === undefined) continue;
      const { in: isIn } = JSON.parse(data) as EntranceProgress;
      if (isIn === 3 && !isUndone) {
        isUndone = true;
        await device.send([{ code: codeOf(0, 1), undo: true }]);
      } else if (isIn === 2) {
        await office.db
          .updateTable('office.api_keys')
          .set({ revoked_at: new Date() })
          .where('key_id', '=', key.keyId)
          .execute();
      }
    }
  }
  assert.ok(isUndone);
});

test('progress is for those who let people in, of their event', async () => {
  for (const role of ['viewer', 'box_office', 'refunds'] as const) {
    const other = await office.as([{ role }]);
    assert.equal((await other('GET', PROGRESS)).status, 403, role);
    assert.equal((await other('GET', `${PROGRESS}/stream`)).status, 403, role);
  }
  const elsewhere = await office.as([{ role: 'entrance', eventId: 'other' }]);
  assert.equal((await elsewhere('GET', PROGRESS)).status, 403);
  const owner = await office.as([{ role: 'owner' }]);
  assert.equal((await owner('GET', PROGRESS.replace(eventId, 'nothing'))).status, 404);
});

test('metrics tell of devices and scans', async () => {
  const metrics = await (await fetch(`${office.url}/metrics`)).text();
  const valueOf = (name: string) => {
    const line = metrics.split('\n').find((each) => each.startsWith(name)) ?? '';
    return Number(line.split(' ').at(-1));
  };
  assert.equal(valueOf('onsale_entrance_devices{state="online"'), 1);
  assert.equal(valueOf('onsale_entrance_waiting_scans'), 4);
  assert.equal(valueOf('onsale_entrance_scans_total{answer="welcome",by="office"'), 3);
});
