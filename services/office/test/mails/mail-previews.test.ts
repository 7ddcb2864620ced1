import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { BUYER_MAIL_KINDS } from '@onsale/contracts';
import { startOffice } from '@onsale/testing';

const office = await startOffice({ PUBLIC_URL: 'https://tickets.example' });
after(() => office.stop());
const owner = await office.as([{ role: 'owner' }]);
const EVENT = {
  ...{ id: 'one', name: 'Night & Day', venue: 'Hall', currency: 'EUR', taxRate: 19 },
  ...{ startsAt: '2087-06-18T16:00:00Z', timeZone: 'Europe/Berlin' },
  tickets: [
    { id: 'adult', name: 'Adult', type: 'adult', price: 10, capacity: 9, holderText: 'Gate 1' },
  ],
};
assert.equal((await owner('POST', '/v1/events', EVENT)).status, 201);

test('each mail about an event is shown as it reads', async () => {
  const viewer = await office.as([{ role: 'viewer', eventId: 'one' }]);
  for (const kind of BUYER_MAIL_KINDS) {
    const { status, body } = await viewer(
      'GET',
      `/v1/events/one/mails/preview/${kind}?language=fr`,
    );
    assert.equal(status, 200, kind);
    assert.match(body.html, /<html lang="fr"/, kind);
    if (kind !== 'order_links') assert.ok(body.text.includes('Night & Day'), kind);
  }
  const { body } = await viewer('GET', '/v1/events/one/mails/preview/confirmed');
  assert.equal(body.subject, 'Your tickets for Night & Day');
  assert.ok(body.text.includes('Gate 1'));
});

test('as a page, a mail may run and load nothing', async () => {
  const path = '/v1/events/one/mails/preview/confirmed/page?language=de';
  const { headers } = await owner('GET', path);
  assert.match(String(headers.get('content-type')), /^text\/html/);
  assert.equal(
    headers.get('content-security-policy'),
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'",
  );
});

test('whoever may not see an event, or asks for what there is not, gets no preview', async () => {
  const path = '/v1/events/one/mails/preview';
  const stranger = await office.as([{ role: 'owner', eventId: 'two' }]);
  assert.equal((await stranger('GET', `${path}/confirmed`)).status, 403);
  assert.equal((await owner('GET', `${path}/nonsense`)).status, 400);
  assert.equal((await owner('GET', `${path}/confirmed?language=tlh`)).status, 400);
  assert.equal((await owner('GET', '/v1/events/none/mails/preview/confirmed')).status, 404);
  assert.equal((await owner('GET', '/v1/mails/none/page')).status, 404);
});
