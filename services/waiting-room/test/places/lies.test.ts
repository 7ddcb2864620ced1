import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { newPlace, signPlace } from '@onsale/admission';
import { eventWith, KEYS, openRoom, type TestRoom } from '../open-room.ts';

let room: TestRoom;
before(async () => {
  room = await openRoom(`events:\n${eventWith('opens: always')}`);
});
after(() => room.close());

const text = fc.string({ unit: 'binary-ascii', maxLength: 300 }).map((value) =>
  // What no HTTP client can send.
  value.replaceAll(/[^\t\x20-\x7e]/g, ''),
);
const oneOf = (...values: string[]) => fc.oneof(fc.constantFrom(...values), text);

const request = fc.record({
  method: fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'HEAD', 'OPTIONS', 'PATCH'),
  event: oneOf('noon', 'noon/', '../noon', '%00', '%ff', 'noon%2fplace', '__proto__', 'NOON'),
  path: oneOf('', '/place', '/place/more-time', '/place/away', '/lots', '/place?x=1', '//place'),
  cookie: oneOf(
    ...['onsale_place=', `onsale_place=${signPlace(KEYS, newPlace())}`, ';;;=;', 'onsale_place'],
    `onsale_place=x; onsale_place=${signPlace(KEYS, newPlace())}`,
  ),
  type: oneOf('application/json', 'text/plain', 'application/json; charset=utf-16', 'a/b', ''),
  forwarded: oneOf('192.0.2.1', '::', '999.1.1.1', ',,,', 'unknown'),
  body: fc.oneof(
    text,
    fc.constantFrom('{}', '{', 'null', '[]', '"', '{"__proto__":{}}', 'x'.repeat(5000)),
  ),
});

test('nothing that a client says makes the waiting room fail', async () => {
  const run = fc.asyncProperty(request, async (asked) => {
    const { method, event, path, cookie, type, forwarded, body } = asked;
    const answer = await room.app.inject({
      ...{ method: method as 'GET', url: `/v1/lines/${encodeURI(event)}${encodeURI(path)}` },
      headers: { cookie, 'content-type': type, 'x-forwarded-for': forwarded },
      ...(method === 'GET' || method === 'HEAD' ? {} : { payload: body }),
    });
    assert.ok(answer.statusCode < 500, `${answer.statusCode} ${answer.body}`);
    if (answer.statusCode >= 400 && method !== 'HEAD') {
      assert.match(answer.json<{ code: string }>().code, /^[A-Z_]+$/);
    }
  });
  await fc.assert(run, { numRuns: 600, seed: 24 });
  assert.equal((await room.readLine()).eventId, 'noon');
});
