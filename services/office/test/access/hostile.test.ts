import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startOffice } from '@onsale/testing';

const office = await startOffice({ TRUSTED_PROXIES: 'none' });
after(async () => await office.stop());
const owner = await office.as([{ role: 'owner' }]);
const grants = [{ role: 'viewer' }];

test('what PostgreSQL cannot store is refused where it stands, not answered with an error of ours', async () => {
  for (const [method, path, body, field] of [
    ['GET', '/v1/orders?q=a%00b', undefined, 'q'],
    ['GET', '/v1/activity?subject=%00', undefined, 'subject'],
    ['GET', '/v1/members/a%00b', undefined, 'memberId'],
    [
      'POST',
      '/v1/api-keys',
      { name: 'A', grants: [{ role: 'viewer', eventId: 'a\0' }] },
      'grants[0].eventId',
    ],
    [
      'POST',
      '/v1/events/show/messages',
      { subject: 'A', body: 'half \ud83d', audience: { orders: ['confirmed'] } },
      'body',
    ],
    ['GET', '/v1/orders?from=never', undefined, 'from'],
    ['GET', '/v1/orders?to=2027-02-30T10:00:00Z&from=%2B012027-01-01T00:00:00Z', undefined, 'from'],
    ['GET', '/v1/events/show/rejections?to=soon', undefined, 'to'],
    ['GET', '/v1/reports/sales?from=2027-02-31', undefined, 'from'],
    ['GET', '/v1/reports/orders.csv?to=0000-01-01', undefined, 'to'],
  ] as const) {
    const answer = await owner(method, path, body);
    assert.deepEqual([answer.status, answer.body.code], [400, 'INVALID_REQUEST'], path);
    assert.deepEqual(answer.body.details[0]?.path, field, path);
  }
});

test('of many who invite the same address at once, the last one has', async () => {
  const email = 'many@example.org';
  const answers = await Promise.all(
    Array.from(
      { length: 8 },
      async () => await owner('POST', '/v1/invitations', { email, grants }),
    ),
  );
  // Who finds theirs replaced before it could be shown is told so.
  const statuses = answers.map(({ status }) => status);
  assert.ok(statuses.includes(201) && statuses.every((each) => each === 201 || each === 404));
  const { body } = await owner('GET', '/v1/invitations');
  assert.equal(body.items.length, 1);
  assert.deepEqual(body.items[0].grants, grants);
});

test('SQL and HTML are text like any other', async () => {
  const nasty = `'); drop table office.members; -- <img src=x onerror=alert(1)>"%_\\`;
  const { status, body } = await owner('POST', '/v1/api-keys', { name: nasty, grants });
  assert.deepEqual([status, body.apiKey?.name], [201, nasty]);
  for (const path of ['/v1/orders?q=', '/v1/activity?subject=', '/v1/events?q=']) {
    const found = await owner('GET', `${path}${encodeURIComponent(nasty)}`);
    assert.deepEqual([found.status, found.body.items], [200, []], path);
  }
  assert.equal((await owner('GET', '/v1/members')).status, 200);
});
