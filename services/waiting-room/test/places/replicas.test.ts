import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { linePlacesKey } from '@onsale/ledger';
import { eventually, freePorts, startRedis, type TestRedis } from '@onsale/testing';
import { eventWith, openRoom, type TestRoom } from '../open-room.ts';

describe('with WAIT_REPLICAS a place', () => {
  let room: TestRoom;
  let replica: TestRedis;
  before(async () => {
    const [port] = (await freePorts(1)).map(String);
    const redisArgs = ['--port', port ?? '', '--repl-diskless-sync-delay', '0'];
    const catalog = `events:\n${eventWith('opens: always')}`;
    room = await openRoom(catalog, { WAIT_REPLICAS: '1' }, redisArgs);
    replica = await startRedis({
      shards: 0,
      args: ['--replicaof', `127.0.0.1 ${port}`, '--appendonly', 'no'],
    });
    // Right after its initial sync a replica may be slow for a moment.
    await eventually(
      async () => (await join()).status,
      (status) => status === 200,
    );
  });
  after(async () => {
    await room.close();
    await replica.stop();
  });

  const join = async (cookie?: string) =>
    await room.ask('/place', { method: 'POST', ...(cookie === undefined ? {} : { cookie }) });

  it('is on the replica when it is answered', async () => {
    for (let i = 0; i < 20; i += 1) {
      const { status, cookie } = await join();
      assert.equal(status, 200);
      const place = cookie.slice(0, 22);
      assert.equal(await replica.command('HEXISTS', linePlacesKey(0, 'noon'), place), 1);
    }
  });

  it('gets 503 when the replica does not have it, and whoever asks again has the same', async () => {
    const before = (await join()).body.number ?? 0;
    process.kill(replica.pid, 'SIGSTOP');
    const unsure = await join();
    assert.equal(unsure.status, 503);
    assert.match(JSON.stringify(unsure.body), /your place is kept, ask again.*REDIS_UNAVAILABLE/);
    assert.equal((await join(unsure.cookie)).status, 503);
    // Asking waits for no replica: whatever it says, the line is told as it is.
    assert.equal((await room.ask('/place', { cookie: unsure.cookie })).status, 200);
    process.kill(replica.pid, 'SIGCONT');
    const sure = await eventually(
      () => join(unsure.cookie),
      ({ status }) => status === 200,
    );
    assert.equal(sure.body.number, before + 1);
    assert.equal((await join()).body.number, before + 2);
  });
});
