import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startPostgres, type TestPostgres } from '@onsale/testing';
import {
  DELIVERY_ROLE,
  MAILS,
  migrateRecords,
  openJobs,
  openRecords,
  setUpRoles,
  superviseJobs,
} from '@onsale/records';

let postgres: TestPostgres;
before(async () => {
  postgres = await startPostgres();
});
after(() => postgres.stop());

test('delivery looks after the queues with no more rights than it has', async (t) => {
  const owner = openRecords({ url: postgres.url, name: 'test', onError: assert.fail });
  await setUpRoles(owner, { delivery: 'secret' });
  await migrateRecords(owner);
  const url = postgres.url.replace('onsale:secret', `${DELIVERY_ROLE}:secret`);
  const db = openRecords({ url, name: 'test', onError: assert.fail });
  const errors: Error[] = [];
  const jobs = await openJobs(db, (error) => errors.push(error));
  const supervisor = await superviseJobs(db, {
    ...{ url, name: 'test', onError: (error: Error) => errors.push(error) },
  });
  t.after(async () => {
    await supervisor.stop({ graceful: false });
    await jobs.stop({ graceful: false });
    await db.destroy();
    await owner.destroy();
  });
  await jobs.insert(MAILS, [{ data: { mailId: 'mail_1' } }]);
  const [job] = await jobs.fetch(MAILS);
  await jobs.complete(MAILS, job?.id ?? '');
  await supervisor.supervise();
  assert.deepEqual(errors, []);
});
