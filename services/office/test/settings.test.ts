import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startOffice } from '@onsale/testing';

const office = await startOffice();
after(() => office.stop());
const owner = await office.as([{ role: 'owner' }]);

test('the seller is set and changed with its ETag, and every version of the terms is kept', async () => {
  const put = (seller: object, tag: string) =>
    owner('PUT', '/v1/seller', seller, { 'if-match': tag });
  const nothing = await owner('GET', '/v1/seller');
  assert.deepEqual(
    [nothing.body, nothing.headers.get('etag')],
    [...[{ name: 'Onsale', revision: 0 }, '"0"']],
  );
  const first = { name: 'Ada & Co', terms: { version: '1', text: 'All is well.' } };
  assert.equal((await put(first, '"0"')).status, 200);
  const second = { ...first, terms: { version: '2', text: 'All is better.' } };
  assert.equal((await put(second, '"0"')).body.code, 'ETAG_MISMATCH');
  assert.deepEqual((await put(second, '"1"')).body, { ...second, revision: 2 });
  // A version whose text buyers have accepted stays that text.
  const forged = { ...first, terms: { version: '1', text: 'All is lost.' } };
  const refused = await put(forged, '"2"');
  assert.deepEqual([refused.status, refused.body.code], [409, 'TERMS_VERSION_USED']);
  assert.equal(refused.body.details[0].path, 'terms.version');
  assert.equal((await put(first, '"2"')).status, 200);
  // What a catalog file has set is seen as well.
  const document = JSON.stringify({ name: 'File', terms: { version: '3', text: 'From a file' } });
  await office.redis.command('HSET', '{s0}:seller', 'revision', '4', 'document', document);
  const { body } = await owner('GET', '/v1/seller/terms');
  assert.deepEqual(
    body.items.map(({ version, inForce }: { version: string; inForce: boolean }) => {
      return `${version} ${inForce}`;
    }),
    ['3 true', '2 false', '1 false'],
  );
  const wrong = await put({ name: 'x', website: 'http://x', contactEmail: 'nobody' }, '"4"');
  assert.deepEqual(wrong.body.details.map(({ path }: { path: string }) => path).sort(), [
    ...['contactEmail', 'website'],
  ]);
});

test('settings are changed with their ETag, by whoever may', async () => {
  const { body } = await owner('GET', '/v1/settings');
  assert.deepEqual(body, { languages: ['en'], keepDays: 30, revision: 0 });
  const settings = {
    ...{ languages: ['de', 'en'], keepDays: 90, senderEmail: 'tickets@ada.example' },
    newEvents: { currency: 'EUR', timeZone: 'Europe/Berlin', taxRate: 19 },
  };
  const put = (changes: object, tag: string) =>
    owner('PUT', '/v1/settings', { ...settings, ...changes }, { 'if-match': tag });
  const answers = await Promise.all([put({}, '"0"'), put({ keepDays: 31 }, '"0"')]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412]);
  const now = await put({}, '"1"');
  assert.deepEqual(
    [now.body.revision, now.body.changedBy, now.headers.get('etag')],
    [...[2, 'test', '"2"']],
  );
  for (const [changes, path] of [
    [{ senderEmail: 'nobody' }, 'senderEmail'],
    [{ keepDays: 1 }, 'keepDays'],
    [{ newEvents: { timeZone: 'Mars/Base' } }, 'newEvents.timeZone'],
    [{ newEvents: { currency: 'XYZ' } }, 'newEvents.currency'],
  ] as const) {
    const answer = await put(changes, '"2"');
    assert.deepEqual([answer.status, answer.body.details[0].path], [400, path]);
  }
  const manager = await office.as([{ role: 'manager' }]);
  assert.equal((await manager('GET', '/v1/settings')).status, 200);
  const denied = await manager('PUT', '/v1/settings', settings, { 'if-match': '"2"' });
  assert.equal(denied.status, 403);
});
