import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { applyCatalog, newOrderId, openLedger } from '@onsale/ledger';
import {
  openJobs,
  queueMails,
  registerMailServer,
  storeOrders,
  writeSettings,
} from '@onsale/records';
import { type AskOffice, startOffice, type TestOffice } from '@onsale/testing';
import { connectTo } from '../../../../packages/ledger/test/orders/held-order.ts';
import { catalogOf } from '../../../../packages/ledger/test/test-ledger.ts';
import { startDns, type TestDns } from './dns-server.ts';

const ORDER_ID = newOrderId(0, Date.now());

void describe('the mails of the office', () => {
  let office: TestOffice;
  let dns: TestDns;
  let manager: AskOffice;
  let owner: AskOffice;
  let stranger: AskOffice;
  let first: string;

  before(async () => {
    dns = await startDns({ 'hall.test': ['v=spf1 mx -all'] });
    office = await startOffice({ DNS_SERVERS: dns.address });
    const redis = await connectTo(office.redis.url);
    await applyCatalog(await openLedger(redis, 1), catalogOf({ adult: 10 }));
    await redis.close();
    const record = JSON.stringify([
      ...['c1780833652281=pay_1', 'adult:1:1250:adult', 1250, 'EUR', 'show-7'],
      ...['Ada', 'now@example.org', 'cash'],
    ]);
    const { db } = office;
    await db
      .transaction()
      .execute((tx) => storeOrders(tx, [{ orderId: ORDER_ID, shard: 0, record }]));
    manager = await office.as([{ role: 'manager', eventId: 'show-7' }]);
    stranger = await office.as([{ role: 'manager', eventId: 'show-8' }]);
    owner = await office.as([{ role: 'owner' }]);
    const jobs = await openJobs(db, () => undefined);
    const about = {
      orderId: ORDER_ID,
      eventId: 'show-7',
      address: 'then@example.org',
      urgency: 50,
    };
    [first = ''] = await db.transaction().execute((tx) =>
      queueMails({ tx, jobs }, [
        { ...about, key: `confirmed:${ORDER_ID}`, kind: 'confirmed' },
        { ...about, key: `reminder:${ORDER_ID}`, kind: 'reminder' },
        { key: 'order_links:1', kind: 'order_links', address: 'x@example.org', urgency: 100 },
      ]),
    );
    await jobs.stop({ graceful: false });
    await db
      .updateTable('office.mails')
      .set({ state: 'sent' })
      .where('mail_id', '=', first)
      .execute();
  });
  after(async () => {
    await office.stop();
    dns.stop();
  });

  void it('are listed by event and order, page by page, only to those who may see orders', async () => {
    const all = await owner('GET', '/v1/mails');
    assert.equal(all.body.items.length, 3);
    const page = await manager('GET', `/v1/mails?orderId=${ORDER_ID}&limit=1`);
    const rest = await manager('GET', `/v1/mails?cursor=${page.body.nextCursor}`);
    const kinds = [...page.body.items, ...rest.body.items].map(({ kind }) => kind);
    assert.deepEqual(new Set(kinds), new Set(['confirmed', 'reminder']));
    assert.equal(rest.body.nextCursor, undefined);
    const sent = await manager('GET', '/v1/mails?state=sent');
    assert.deepEqual(
      sent.body.items.map(({ mailId }: { mailId: string }) => mailId),
      [first],
    );
    assert.deepEqual((await stranger('GET', '/v1/mails')).body.items, []);
    assert.equal((await stranger('GET', '/v1/mails?eventId=show-7')).status, 403);
    assert.equal((await stranger('GET', `/v1/mails/${first}`)).status, 403);
    assert.equal((await manager('GET', '/v1/mails/mail_1')).status, 404);
  });

  void it('are sent again to the address that the order has now, once for two clicks', async () => {
    const { status, body } = await manager('POST', `/v1/mails/${first}/resend`, {});
    assert.equal(status, 202);
    assert.equal(body.email, 'now@example.org');
    assert.notEqual(body.mailId, first);
    const twice = await manager('POST', `/v1/mails/${first}/resend`, {});
    assert.equal(twice.body.mailId, body.mailId);
    const mail = await manager('GET', `/v1/mails/${body.mailId}`);
    assert.equal(mail.body.state, 'waiting');
    const waiting = await manager('POST', `/v1/mails/${body.mailId}/resend`, {});
    assert.equal(waiting.body.code, 'MAIL_NOT_RESENDABLE');
    assert.equal((await stranger('POST', `/v1/mails/${first}/resend`, {})).status, 403);
  });

  void it('tells how the mail server is, and what it will take', async () => {
    assert.equal((await owner('GET', '/v1/mail-server')).body.state, 'unknown');
    await registerMailServer(office.db, { server: 'mail.test:587', perS: 2 });
    const { body } = await manager('GET', '/v1/mail-server');
    assert.equal(body.state, 'ready');
    assert.equal(body.server, 'mail.test:587');
    assert.equal(body.waiting, 3);
    assert.equal(body.waitS, 1.5);
    // Sold out, one mail a ticket.
    const { eventId, capacity, seconds, secondsAtBest } = body.soldOut[0];
    assert.deepEqual([eventId, capacity, seconds, secondsAtBest], ['show-7', 10, 5, 5]);
    await office.db.updateTable('office.mail_servers').set({ slowed_per_s: 0.5 }).execute();
    const slow = (await manager('GET', '/v1/mail-server')).body.soldOut[0];
    assert.deepEqual([slow.seconds, slow.secondsAtBest], [20, 5]);
    const { soldOut } = (await stranger('GET', '/v1/mail-server')).body;
    assert.deepEqual(soldOut, [], 'nothing of events that are not theirs');
  });

  void it('a test goes to who asks for it', async () => {
    assert.equal((await manager('POST', '/v1/mail-server/test', {})).status, 403);
    const { status, body } = await owner('POST', '/v1/mail-server/test', { email: 'a@b.test' });
    assert.equal(status, 202);
    assert.equal((await owner('GET', `/v1/mails/${body.mailId}`)).body.kind, 'test');
  });

  void it('the domain of the sender is checked once there is one', async () => {
    assert.deepEqual((await owner('GET', '/v1/mail-server/domain')).body, { checks: [] });
    const document = { senderEmail: 'tickets@hall.test', languages: ['en' as const], keepDays: 90 };
    await writeSettings(office.db, document, { revision: 0, changedBy: 'test' });
    const { body } = await owner('GET', '/v1/mail-server/domain');
    assert.equal(body.sender, 'tickets@hall.test');
    const results = body.checks.map(
      ({ name, result }: Record<string, string>) => `${name} ${result}`,
    );
    assert.deepEqual(results, ['spf weak', 'dkim missing', 'dmarc missing']);
  });
});
