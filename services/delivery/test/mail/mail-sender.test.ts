import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  eventually,
  startDelivery,
  startMailServer,
  type TestDelivery,
  type TestMailServer,
} from '@onsale/testing';
import { hurry, mailIn, queue, testMail } from './mail-shop.ts';

void describe('mails', () => {
  let server: TestMailServer;
  let delivery: TestDelivery;

  before(async () => {
    server = await startMailServer();
    delivery = await startDelivery({ SMTP_URL: server.url, MAILS_PER_S: '1000' });
  });
  after(async () => {
    await delivery.stop();
    await server.stop();
  });
  beforeEach(() => {
    server.judge = () => undefined;
  });

  void it('leave once they are queued, once for each key, and say what the server said', async () => {
    const [mailId] = await queue(delivery, [testMail('ada@example.com')]);
    assert.deepEqual(await queue(delivery, [testMail('ada@example.com')]), []);
    const mail = await mailIn(delivery, mailId, ({ state }) => state !== 'waiting');
    assert.equal(mail.state, 'sent');
    assert.equal(mail.attempts, 1);
    assert.match(mail.answer ?? '', /^250 /);
    const taken = server.mails.filter(({ to }) => to[0] === 'ada@example.com');
    assert.equal(taken.length, 1);
    const parsed = await taken[0]?.parse();
    assert.equal(parsed?.messageId, `<${mailId}@localhost>`);
    assert.equal(parsed?.headers.get('auto-submitted'), 'auto-generated');
  });

  void it('that the server refuses for good have failed, and are not tried again', async () => {
    server.judge = (stage, { to }) =>
      stage === 'RCPT' && to === 'gone@example.com'
        ? { code: 550, text: '5.1.1 No such user here' }
        : undefined;
    const [mailId] = await queue(delivery, [testMail('gone@example.com')]);
    const mail = await mailIn(delivery, mailId, ({ state }) => state !== 'waiting');
    assert.equal(mail.state, 'failed');
    assert.equal(mail.answer_code, 550);
    assert.match(mail.answer ?? '', /No such user here/);
    assert.equal(mail.attempts, 1);
  });

  void it('that the server does not take for now are tried again later', async () => {
    server.judge = (stage, { to }) =>
      stage === 'DATA' && to === 'full@example.com'
        ? { code: 452, text: '4.2.2 Mailbox full' }
        : undefined;
    const [mailId] = await queue(delivery, [testMail('full@example.com')]);
    const mail = await mailIn(delivery, mailId, ({ attempts }) => attempts === 1);
    assert.equal(mail.state, 'waiting');
    assert.equal(mail.answer_code, 452);
    const waitMs = mail.due_at.getTime() - Date.now();
    assert.ok(waitMs > 30_000 && waitMs < 80_000, `${waitMs} ms`);
  });

  void it('are not given up for what the server says of us', async () => {
    const codes = [554, 421];
    server.judge = (stage) => {
      const code = stage === 'MAIL' ? codes.shift() : undefined;
      return code === undefined ? undefined : { code, text: 'Go away' };
    };
    const [mailId] = await queue(delivery, [testMail('patient@example.com')]);
    const mail = await mailIn(delivery, mailId, ({ state }) => state !== 'waiting');
    assert.equal(mail.state, 'sent');
    assert.equal(mail.attempts, 1, 'which were no attempts at this mail');
    assert.deepEqual(codes, []);
    const read = () =>
      delivery.db.selectFrom('office.mail_servers').selectAll().executeTakeFirstOrThrow();
    // Since it has taken one.
    const state = await eventually(read, ({ failures }) => failures === 0);
    assert.equal(state.last_failure_code, 421);
    assert.ok((state.slowed_per_s ?? 0) < 1000, 'since it asked for fewer');
  });

  void it('keep their Message-ID when nobody knows whether they were taken', async () => {
    let drops = 1;
    server.judge = (stage) => (stage === 'DATA' && drops-- > 0 ? 'takeAndDrop' : undefined);
    const [mailId] = await queue(delivery, [testMail('twice@example.com')]);
    const unknown = await mailIn(delivery, mailId, ({ attempts }) => attempts === 1);
    assert.equal(unknown.state, 'waiting');
    await hurry(delivery, mailId);
    await mailIn(delivery, mailId, ({ state }) => state === 'sent');
    const taken = server.mails.filter(({ to }) => to[0] === 'twice@example.com');
    assert.equal(taken.length, 2);
    const ids = await Promise.all(taken.map(async (mail) => (await mail.parse()).messageId));
    assert.deepEqual(ids, [`<${mailId}@localhost>`, `<${mailId}@localhost>`]);
  });

  void it('never stand in the log, with or without an address', () => {
    const log = JSON.stringify(delivery.process.log);
    assert.doesNotMatch(log, /example\.com|No such user/);
  });

  void it('wait while the server cannot be used, and its password is in no log', async () => {
    await delivery.process.stop();
    const picky = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        if (password === 'right') done(null, { user: username });
        else done(Object.assign(new Error(`${username}: wrong`), { responseCode: 535 }));
      },
    });
    const wrong = `smtp://shop:very-secret@127.0.0.1:${picky.port}`;
    const refused = await startDelivery({ SMTP_URL: wrong }, delivery);
    const [mailId] = await queue(delivery, [testMail('bea@example.com')]);
    const waiting = await mailIn(delivery, mailId, (mail) => mail.answer !== null);
    assert.equal(waiting.state, 'waiting');
    assert.equal(waiting.answer_code, 535);
    await refused.process.logged(({ msg }) => msg.includes('left alone'));
    assert.doesNotMatch(JSON.stringify(refused.process.log), /very-secret|shop:/);
    const [lost] = await queue(refused, [testMail('lost@example.com')]);
    await refused.stop();
    await delivery.postgres.query(`delete from jobs.job where data->>'mailId' = $1`, [lost]);

    const right = `smtp://shop:right@127.0.0.1:${picky.port}`;
    const next = await startDelivery({ SMTP_URL: right }, delivery);
    await mailIn(next, mailId, ({ state }) => state === 'sent');
    // Whose job somebody has removed.
    await mailIn(next, lost, ({ state }) => state === 'sent');
    await next.stop();
    await picky.stop();
  });
});
