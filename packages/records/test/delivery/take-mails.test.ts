import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  migrateRecords,
  type NewMail,
  noteMail,
  openJobs,
  openRecords,
  pauseMailServer,
  queueMails,
  readMailQueue,
  type Records,
  registerMailServer,
  removeOldMails,
  superviseJobs,
  takeMails,
  URGENCY,
} from '@onsale/records';
import { eventually, startPostgres, type TestPostgres } from '@onsale/testing';

const SERVER = 'mail.test:587';
type Jobs = Awaited<ReturnType<typeof openJobs>>;

void describe('mails that wait', () => {
  let postgres: TestPostgres;
  let db: Records;
  let jobs: Jobs;
  let supervisor: Jobs;
  let queued = 0;

  before(async () => {
    postgres = await startPostgres();
    db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
    await migrateRecords(db);
    jobs = await openJobs(db, () => undefined);
    const told = { url: postgres.url, name: 'test-queues', onError: () => undefined };
    supervisor = await superviseJobs(db, told);
  });
  after(async () => {
    await supervisor.stop({ graceful: false });
    await jobs.stop({ graceful: false });
    await db.destroy();
    await postgres.stop();
  });
  beforeEach(async () => {
    await postgres.query('delete from jobs.job_common');
    await postgres.query('delete from office.mails');
    await postgres.query('delete from office.mail_servers');
  });

  const queue = async (count: number, more: Partial<NewMail> = {}) =>
    await db.transaction().execute((tx) =>
      queueMails(
        { tx, jobs },
        Array.from({ length: count }, () => ({
          ...{ key: `test:${queued++}`, kind: 'test' as const, address: 'ada@example.com' },
          ...{ urgency: URGENCY.order, ...more },
        })),
      ),
    );
  const take = async (most = 1000) => await takeMails({ db, jobs }, { server: SERVER, most });

  void it('are taken as fast as all processes together may, and each by one', async () => {
    await registerMailServer(db, { server: SERVER, perS: 100 });
    await queue(120);
    const sinceMs = performance.now();
    const taken: string[] = [];
    const work = async () => {
      while (taken.length < 120) {
        const { mails, waitMs = 10 } = await take(10);
        taken.push(...mails.map(({ mail }) => mail.mail_id));
        await new Promise((resolve) => void setTimeout(resolve, Math.max(1, waitMs)));
      }
    };
    await Promise.all([work(), work(), work()]);
    const seconds = (performance.now() - sinceMs) / 1000;
    assert.equal(new Set(taken).size, 120);
    // The first one at once, what was saved up in half a second at most on top.
    assert.ok(120 <= 1 + 50 + 100 * seconds, `120 in ${seconds} s`);
  });

  void it('leave in the order of their urgency, however many wait', async () => {
    await registerMailServer(db, { server: SERVER, perS: 1000 });
    await queue(20, { urgency: URGENCY.many });
    await take(1);
    const [person] = await queue(1, { urgency: URGENCY.personWaits });
    const { mails } = await eventually(
      () => take(1),
      (turn) => turn.mails.length > 0,
    );
    assert.equal(mails[0]?.mail.mail_id, person);
  });

  void it('wait while their server is left alone; failures at the same time make one pause', async () => {
    await registerMailServer(db, { server: SERVER, perS: 100 });
    await queue(1);
    const failure = { answer: '421 no', answerCode: 421, isTooFast: true, pauseMs: () => 60_000 };
    const made = await Promise.all([1, 2, 3].map(() => pauseMailServer(db, SERVER, failure)));
    assert.deepEqual(made.toSorted(), [false, false, true]);
    const { mails, waitMs = 0, failures } = await take();
    assert.deepEqual([mails.length, failures], [0, 1]);
    assert.ok(waitMs > 50_000 && waitMs <= 60_000);
    const [row] = await postgres.query<{ slowed_per_s: number }>(
      'select slowed_per_s from office.mail_servers',
    );
    assert.equal(row?.slowed_per_s, 50);
  });

  void it('leave although the clock of the records was put back by an hour', async () => {
    await registerMailServer(db, { server: SERVER, perS: 100 });
    await queue(2);
    const failure = { answer: '421 no', answerCode: 421, isTooFast: true, pauseMs: () => 60_000 };
    await pauseMailServer(db, SERVER, failure);
    await postgres.query(`update office.mail_servers set next_at = next_at + interval '1 hour',
      paused_until = paused_until + interval '1 hour', last_failed_at = last_failed_at + interval '1 hour'`);
    assert.equal((await take(1)).mails.length, 1);
    const [row] = await postgres.query<{ is_soon: boolean }>(
      `select next_at < now() + interval '1 minute' as is_soon from office.mail_servers`,
    );
    assert.equal(row?.is_soon, true);
  });

  void it('of a process that is dead are taken by another one', async () => {
    await registerMailServer(db, { server: SERVER, perS: 1000 });
    const [mailId] = await queue(1);
    const [lost] = (await take()).mails;
    await postgres.query(`update jobs.job_common set heartbeat_on = now() - interval '1 hour'`);
    const again = await eventually(
      () => take(),
      (turn) => turn.mails.length > 0,
    );
    assert.equal(again.mails[0]?.mail.mail_id, mailId);
    assert.ok(lost !== undefined && again.mails[0] !== undefined);
    // It was not dead after all, and what it has to say counts; but the job is not its own any more.
    await noteMail({ db, jobs }, lost, { state: 'sent', isAttempt: true, answer: '250 OK' });
    const later = { state: 'waiting', isAttempt: true, dueAt: new Date() } as const;
    await noteMail({ db, jobs }, again.mails[0], later);
    const [row] = await postgres.query<{ state: string }>('select state from office.mails');
    assert.equal(row?.state, 'sent');
    assert.deepEqual((await take()).mails, []);
    assert.deepEqual(await readMailQueue(db), { waiting: 0, later: 0, oldestDueAt: undefined });
  });

  void it('leave the log once they are old, but not before they have ended', async () => {
    await queue(3);
    await postgres.query(`
      update office.mails set state = 'sent', ended_at = now() - interval '2 days'
      where mail_id in (select mail_id from office.mails limit 2)`);
    const before = new Date(Date.now() - 86_400_000);
    assert.equal(await removeOldMails(db, { before, most: 1 }), 1);
    assert.equal(await removeOldMails(db, { before, most: 10 }), 1);
    assert.equal(await removeOldMails(db, { before, most: 10 }), 0);
  });
});
