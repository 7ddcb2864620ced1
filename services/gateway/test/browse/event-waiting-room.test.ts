import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventDetails, EventList } from '@onsale/contracts';
import { lineKey, shardOf } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { gatewayForTests } from '../gateway-for-tests.ts';
import { putEvent } from '../orders/put-event.ts';

const gateway = gatewayForTests();

async function shown(eventId: string): Promise<EventDetails> {
  return (await gateway.app.inject(`/events/${eventId}`)).json<EventDetails>();
}

/** A time from now, in whole seconds. */
function inMs(ms: number): string {
  return `${new Date(Date.now() + ms).toISOString().slice(0, 19)}Z`;
}

describe('the waiting room of an event', () => {
  it('is missing where there is none', async () => {
    assert.equal('waitingRoom' in (await shown('fair')), false);
  });

  it('is needed from the beginning when it always is', async () => {
    await putEvent(gateway, 'always', { fields: 'waitingRoom: { opens: always },' });
    assert.deepEqual((await shown('always')).waitingRoom, { opens: 'always', isNeeded: true });
    const { events } = (await gateway.app.inject('/events')).json<EventList>();
    const listed = events.find(({ id }) => id === 'always');
    assert.deepEqual(listed?.waitingRoom, { opens: 'always', isNeeded: true });
  });

  it('says when lobby and sale open, before they do', async () => {
    const [salesFrom, lobbyFrom] = [inMs(7_200_000), inMs(600_000)];
    await putEvent(gateway, 'later', {
      fields: `salesFrom: '${salesFrom}', waitingRoom: { opens: always, lobbyFrom: '${lobbyFrom}' },`,
    });
    assert.deepEqual((await shown('later')).waitingRoom, {
      opens: 'always',
      lobbyFrom: new Date(lobbyFrom).toISOString(),
      opensAt: new Date(salesFrom).toISOString(),
      isNeeded: false,
    });
  });

  it('is needed from its moment on, without anything being written', async () => {
    const from = inMs(2000);
    await putEvent(gateway, 'soon', { fields: `waitingRoom: { opens: from, from: '${from}' },` });
    const before = await shown('soon');
    assert.deepEqual(
      [before.waitingRoom?.isNeeded, before.waitingRoom?.opensAt],
      [false, new Date(from).toISOString()],
    );
    await eventually(
      async () => (await shown('soon')).waitingRoom,
      (room) => room?.isNeeded === true && room.opensAt === undefined,
    );
  });

  it('opens by itself when its line says so', async () => {
    await putEvent(gateway, 'busy', { fields: 'waitingRoom: { opens: automatic },' });
    assert.deepEqual((await shown('busy')).waitingRoom, { opens: 'automatic', isNeeded: false });
    await gateway.redis.command('HSET', lineKey(shardOf('busy', 1), 'busy'), 'opened', '1');
    await eventually(
      async () => (await shown('busy')).waitingRoom?.isNeeded,
      (isNeeded) => isNeeded === true,
    );
  });
});
