import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { joinTeam, startOffice } from '@onsale/testing';

const CONSOLE = 'http://localhost:8081';
const office = await startOffice({ CONSOLE_URL: CONSOLE });
after(async () => await office.stop());
const team = { db: office.db, url: office.url, consoleUrl: CONSOLE };

async function ask(cookie: string, method: string, path: string, body?: unknown, origin = CONSOLE) {
  const response = await fetch(`${office.url}${path}`, {
    method,
    headers: {
      cookie,
      origin,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

test('a member who has accepted an invitation is signed in, with the roles of it', async () => {
  const { cookie, email } = await joinTeam(team, {
    grants: [{ role: 'viewer' }, { role: 'manager', eventId: 'show' }],
  });
  const me = await ask(cookie, 'GET', '/v1/me');
  assert.equal(me.status, 200);
  assert.equal(me.body.email, email);
  const right = (name: string) =>
    me.body.rights.find((each: { right: string }) => each.right === name);
  assert.deepEqual(right('orders.read'), { right: 'orders.read' });
  assert.deepEqual(right('sale.control'), { right: 'sale.control', eventIds: ['show'] });
  assert.equal(right('team.write'), undefined);
});

test('an API key has no account', async () => {
  const asKey = await office.as([{ role: 'owner' }]);
  assert.equal((await asKey('GET', '/v1/me')).body.kind, 'api_key');
  assert.equal((await asKey('GET', '/v1/me/sessions')).status, 403);
});
