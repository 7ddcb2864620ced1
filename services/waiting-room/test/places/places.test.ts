import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AdmissionKeys, newPlace, signPlace } from '@onsale/admission';
import { ADMISSION_KEYS, eventWith, KEYS, openRoom, type TestRoom } from '../open-room.ts';

const PER_NETWORK = 20;
const catalog = `events:
${eventWith('opens: always, placesPerNetwork: 1000')}
${eventWith(`opens: always, placesPerNetwork: ${PER_NETWORK}`, { id: 'flood' })}
${eventWith('opens: always', { id: 'other' })}`;

let room: TestRoom;
before(async () => {
  room = await openRoom(catalog, { TRUSTED_PROXIES: '10.0.0.1' });
});
after(() => room.close());

const join = async (cookie?: string, headers = {}) =>
  await room.ask('/place', {
    method: 'POST',
    headers,
    ...(cookie === undefined ? {} : { cookie }),
  });

const codeOf = ({ body }: { body: unknown }) => (body as { code?: string }).code;

describe('a place', () => {
  it('is the same for all tabs of a browser, and after a reload', async () => {
    // It has been in another line, so that its tabs come with one cookie.
    const cookie = signPlace(KEYS, newPlace());
    const [first] = await Promise.all([join(cookie), join(cookie), join(cookie)]);
    const again = await Promise.all(Array.from({ length: 50 }, () => join(first.cookie)));
    for (const { body } of again) assert.equal(body.number, first.body.number);
    assert.equal(
      (await room.ask('/place', { cookie: first.cookie })).body.number,
      first.body.number,
    );
    assert.equal((await join()).body.number, (first.body.number ?? 0) + 1);
  });

  it('is asked for with a cookie that scripts and other sites do not get', async () => {
    const request = { method: 'POST', url: '/v1/lines/noon/place' } as const;
    const headers = { 'content-type': 'application/json' };
    const plain = await room.app.inject({ ...request, headers });
    const set = String(plain.headers['set-cookie']);
    assert.match(set, /^onsale_place=[\w.-]+; Path=\/api; Max-Age=86400; HttpOnly; SameSite=Lax$/);
    assert.equal(plain.headers['cache-control'], 'no-store');
    const secure = await room.app.inject({
      ...{ ...request, remoteAddress: '10.0.0.1' },
      headers: { ...headers, 'x-forwarded-proto': 'https' },
    });
    assert.match(String(secure.headers['set-cookie']), /; Secure$/);
  });

  it('is found again by the key of a browser whose answer was lost, and with it the cookie', async () => {
    const by = (letter: string) => ({ 'idempotency-key': letter.repeat(32) });
    const lost = await Promise.all([join(undefined, by('a')), join(undefined, by('a'))]);
    const again = await join(undefined, by('a'));
    for (const { body } of lost) assert.equal(body.number, again.body.number);
    assert.equal(again.cookie, lost[0].cookie);
    const other = await join(undefined, by('b'));
    assert.equal(other.body.number, (again.body.number ?? 0) + 1);
    // A browser with a cookie has its place, whatever its key is.
    assert.equal((await join(other.cookie, by('a'))).body.number, other.body.number);
    const short = await join(undefined, { 'idempotency-key': 'a'.repeat(21) });
    assert.deepEqual([short.status, codeOf(short)], [400, 'INVALID_REQUEST']);
  });

  it('in one line is none in another', async () => {
    const { cookie } = await join();
    const answer = await room.ask('/place', { cookie, eventId: 'other' });
    assert.deepEqual([answer.status, codeOf(answer)], [404, 'PLACE_NOT_FOUND']);
  });

  it('that was left is gone, and who joins again is behind', async () => {
    const { cookie, body } = await join();
    await join();
    assert.equal((await room.ask('/place', { method: 'DELETE', cookie })).status, 204);
    for (const [path, method] of [
      ['/place', 'GET'],
      ['/place', 'DELETE'],
      ['/place/more-time', 'POST'],
      ['/place/away', 'POST'],
    ] as const) {
      assert.equal(codeOf(await room.ask(path, { method, cookie })), 'PLACE_NOT_FOUND', path);
    }
    const again = await join(cookie);
    assert.equal(again.body.number, (body.number ?? 0) + 2);
  });

  it('that waits has no time to be made longer', async () => {
    const { cookie } = await join();
    const answer = await room.ask('/place/more-time', { method: 'POST', cookie });
    assert.deepEqual([answer.status, codeOf(answer)], [409, 'NOT_YOUR_TURN']);
  });

  it('is kept when its page says that it is closed, in whatever content type', async () => {
    const { cookie, body } = await join();
    const headers = { 'content-type': 'text/plain;charset=UTF-8' };
    assert.equal((await room.ask('/place/away', { method: 'POST', cookie, headers })).status, 204);
    assert.equal((await room.ask('/place', { cookie })).body.number, body.number);
  });
});

describe('a browser that lies', () => {
  const OTHERS = new AdmissionKeys(['a-secret-that-is-another-one-of-32-characters']);

  // Each from the place of somebody else, which is in the line, and their cookie.
  for (const [what, lie] of [
    ['has signed it itself', (place: string) => signPlace(OTHERS, place)],
    [
      'has another signature',
      (place: string) => signPlace(KEYS, newPlace()).replace(/^.{22}/, place),
    ],
    ['has cut the signature', (_place: string, cookie: string) => cookie.slice(0, -1)],
    ['has no signature', (place: string) => place],
    ['has one for something else', (place: string) => macOf('network', place)],
    ['uses the key', (place: string) => `${place}.${ADMISSION_KEYS}`],
    ['sends very much', (_place: string, cookie: string) => cookie + 'a'.repeat(4000)],
    ['sends nothing', () => ''],
  ] as const) {
    it(`that it has a place of somebody else, and ${what}, gets a new one`, async () => {
      const { cookie: theirs, body } = await join();
      const cookie = lie(theirs.slice(0, 22), theirs);
      const last = body.number ?? 0;
      assert.equal(codeOf(await room.ask('/place', { cookie })), 'PLACE_NOT_FOUND');
      const joined = await join(cookie);
      assert.deepEqual([joined.status, joined.body.number], [200, last + 1]);
      assert.notEqual(joined.cookie, cookie);
    });
  }

  it('has joined only if it says so in a way that other pages cannot', async () => {
    const last = (await join()).body.number ?? 0;
    const { app } = room;
    const url = '/v1/lines/noon/place';
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', undefined]) {
      const headers = type === undefined ? {} : { 'content-type': type };
      assert.equal((await app.inject({ method: 'POST', url, headers })).statusCode, 415);
    }
    const foreign = { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' };
    assert.equal((await app.inject({ method: 'POST', url, headers: foreign })).statusCode, 403);
    assert.equal((await join()).body.number, last + 1);
  });

  it('does not choose its network, unless our own proxy says so', async () => {
    const from = '203.0.113.9';
    const places = async ({ says = true, ...asking }: { from?: string; says?: boolean }) =>
      await Promise.all(
        Array.from({ length: PER_NETWORK + 5 }, (_, i) =>
          room.ask('/place', {
            ...{ method: 'POST', eventId: 'flood', from, ...asking },
            headers: says ? { 'x-forwarded-for': `198.51.100.${i}` } : {},
          }),
        ),
      );
    const lied = await places({});
    assert.equal(lied.filter(({ body }) => body.state === 'slowed').length, 5);
    const told = await places({ from: '10.0.0.1' });
    // One that does not say for whom it asks stands for many.
    const unsaid = await places({ from: '10.0.0.1', says: false });
    for (const { body } of [...told, ...unsaid]) assert.equal(body.state, 'waiting');
  });
});

function macOf(what: 'network', place: string): string {
  const { keyId, mac } = KEYS.sign(what, place);
  return `${place}.${keyId}.${mac}`;
}

it('a flood of joins from one network is slowed and told why, and nobody else is', async () => {
  const from = '2001:db8:1:2::7';
  const ask = { method: 'POST', eventId: 'flood' } as const;
  const flood = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      // One network of IPv6 has very many addresses.
      room.ask('/place', { ...ask, from: i % 2 === 0 ? from : '2001:db8:1:2:abcd::1' }),
    ),
  );
  const slowed = flood.filter(({ body }) => body.state === 'slowed');
  assert.equal(slowed.length, 200 - PER_NETWORK);
  for (const { status, body } of slowed) {
    assert.equal(status, 200);
    assert.match(body.reason ?? '', /Very many people are asking for places from your network/);
    const inMs = Date.parse(body.until ?? '') - Date.now();
    assert.ok(inMs > 0 && inMs <= 300_000, `${inMs} ms`);
  }
  const [other] = await Promise.all([
    room.ask('/place', { ...ask, from: '2001:db8:1:3::7' }),
    room.ask('/place', { ...ask, from: '192.0.2.77' }),
  ]);
  assert.equal(other.body.state, 'waiting');
  // Whoever asks again gets no more, and is not slowed further.
  const [{ cookie, body }] = slowed as [(typeof slowed)[number]];
  assert.deepEqual((await room.ask('/place', { ...ask, from, cookie })).body, body);
  assert.deepEqual((await room.ask('/place', { eventId: 'flood', cookie })).body, body);
});

it('the line is told, and places are not lost, while Redis does not answer', async () => {
  const { cookie, body } = await join();
  await room.readLine();
  process.kill(room.redis.pid, 'SIGSTOP');
  try {
    const [line, place, joined] = await Promise.all([
      room.readLine(),
      room.ask('/place', { cookie }),
      join(),
    ]);
    assert.equal(line.remaining, 3);
    assert.deepEqual([place.status, codeOf(place)], [503, 'REDIS_UNAVAILABLE']);
    assert.deepEqual([joined.status, codeOf(joined)], [503, 'REDIS_UNAVAILABLE']);
    assert.match(JSON.stringify(joined.body), /ask again/);
  } finally {
    process.kill(room.redis.pid, 'SIGCONT');
  }
  assert.equal((await room.ask('/place', { cookie })).body.number, body.number);
});
