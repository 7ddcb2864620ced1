import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  countFailedPlans,
  createEndpoint,
  hastenJobsToCome,
  MAILS,
  migrateRecords,
  openJobs,
  openRecords,
  ORDER_CHANGES,
  queueMails,
  queueWebhookEvents,
  type Records,
  requeueLost,
  retryFailedPlans,
  URGENCY,
  WEBHOOKS,
} from '@onsale/records';
import { startPostgres, type TestPostgres } from '@onsale/testing';

void describe('what waits and has no job', () => {
  let postgres: TestPostgres;
  let db: Records;
  let jobs: Awaited<ReturnType<typeof openJobs>>;

  before(async () => {
    postgres = await startPostgres();
    db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
    await migrateRecords(db);
    jobs = await openJobs(db, () => undefined);
  });
  after(async () => {
    await jobs.stop({ graceful: false });
    await db.destroy();
    await postgres.stop();
  });

  const mail = async (address: string) =>
    await db.transaction().execute((tx) =>
      queueMails({ tx, jobs }, [
        {
          ...{ key: `test:${address}`, kind: 'test', address },
          ...{ urgency: URGENCY.personWaits, dueAt: new Date('2026-01-02T03:04:05Z') },
        },
      ]),
    );
  const jobsOf = async (queue: string) =>
    await postgres.query<{ data: object; priority: number; group_id: string | null }>(
      `select data, priority, group_id from jobs.job where name = $1 and state < 'completed'`,
      [queue],
    );

  void it('begins when it was to begin, though it was left by a clock that was ahead', async () => {
    const [early, later] = ['early', 'later'].map((id) => jobs.send(ORDER_CHANGES, { id }));
    const [ahead, usual] = await Promise.all([early, later]);
    await postgres.query(
      `update jobs.job set created_on = now() + interval '2 hours', start_after = now() + interval '3 hours'
        where id = $1`,
      [ahead],
    );
    await postgres.query(
      `update jobs.job set start_after = now() + interval '3 hours' where id = $1`,
      [usual],
    );
    assert.equal(await hastenJobsToCome(db), 1);
    const rows = await postgres.query<{ id: string; minutes: number }>(
      `select id, round(extract(epoch from start_after - now()) / 60)::int as minutes from jobs.job
        where id = any($1::uuid[])`,
      [[ahead, usual]],
    );
    assert.deepEqual(
      new Map(rows.map(({ id, minutes }) => [id, minutes])),
      new Map([
        [ahead, 60],
        [usual, 180],
      ]),
    );
    await postgres.query('delete from jobs.job where name = $1', [ORDER_CHANGES]);
  });

  void it('is queued again, once, as it was', async () => {
    const [lost] = await mail('lost@example.org');
    const [failed] = await mail('failed@example.org');
    const [done] = await mail('done@example.org');
    await postgres.query(`delete from jobs.job where data->>'mailId' = $1`, [lost]);
    await postgres.query(`update jobs.job set state = 'failed' where data->>'mailId' = $1`, [
      failed,
    ]);
    await postgres.query(`delete from jobs.job where data->>'mailId' = $1`, [done]);
    await postgres.query(`update office.mails set state = 'sent' where mail_id = $1`, [done]);
    const [waiting] = await mail('waiting@example.org');
    const input = { url: 'https://example.org/', createdBy: 'test', isOn: true };
    const endpoint = await createEndpoint(db, { ...input, types: ['event.closed'] });
    assert.ok(typeof endpoint !== 'string');
    await db.transaction().execute(async (tx) => {
      const told = { key: 'k', type: 'event.closed', at: new Date(), data: {} } as const;
      await queueWebhookEvents({ tx, jobs }, [told]);
    });
    // As if it had been sent again: the job that is there is of an earlier turn.
    await postgres.query('update office.webhook_deliveries set turn = 1');

    const found = await Promise.all([1, 2, 3].map(() => requeueLost({ db, jobs })));
    const sum = (key: 'mails' | 'webhooks') => found.reduce((all, each) => all + each[key], 0);
    assert.deepEqual([sum('mails'), sum('webhooks')], [2, 1]);
    assert.deepEqual(await requeueLost({ db, jobs }), { mails: 0, webhooks: 0 });
    const mails = await jobsOf(MAILS);
    assert.deepEqual(
      mails.map(({ data, priority }) => [(data as { mailId: string }).mailId, priority]).toSorted(),
      [lost, failed, waiting].map((id) => [id, URGENCY.personWaits]).toSorted(),
    );
    const [first, again] = await jobsOf(WEBHOOKS);
    assert.deepEqual(again?.data, { ...first?.data, turn: 1 });
    assert.equal(again?.group_id, endpoint.endpointId);
  });

  void it('is found without comparing each with each, however many there are', async () => {
    await postgres.query(`
      insert into office.mails (mail_id, mail_key, kind, address, urgency)
      select 'm' || n, 'k' || n, 'test', 'a@example.org', 10 from generate_series(1, 20000) n`);
    // None of which PostgreSQL has counted yet.
    const queued = Array.from({ length: 19_990 }, (_, n) => ({ data: { mailId: `m${n + 1}` } }));
    await jobs.insert(MAILS, queued);
    assert.equal((await requeueLost({ db, jobs }, 7)).mails, 7);
    assert.equal((await requeueLost({ db, jobs })).mails, 3);
  });

  void it('is counted and tried again, where it was a change that nobody could plan', async () => {
    await jobs.send(ORDER_CHANGES, {}, { retryLimit: 0 });
    const [job] = await jobs.fetch(ORDER_CHANGES);
    await jobs.fail(ORDER_CHANGES, job?.id ?? '');
    assert.deepEqual([...(await countFailedPlans(db))], [[ORDER_CHANGES, 1]]);
    assert.equal(await retryFailedPlans({ db, jobs }), 1);
    assert.deepEqual([...(await countFailedPlans(db))], []);
    assert.equal((await jobs.fetch(ORDER_CHANGES)).length, 1);
  });
});
