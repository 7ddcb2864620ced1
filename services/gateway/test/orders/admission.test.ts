import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AdmissionKeys, newPlace, signAdmission, signPlace } from '@onsale/admission';
import { ADMISSION_HEADER, PLACE_COOKIE } from '@onsale/contracts';
import { askPlaces, joinLine, leaveLine, type LineRules, openLine, stepLine } from '@onsale/ledger';
import { openGateway, order, type TestGateway } from '../open-gateway.ts';
import { putEvent } from './put-event.ts';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';
const KEYS = new AdmissionKeys([SECRET]);
const RULES: LineRules = {
  ...{ opensAtMs: 0, lobbyFromMs: undefined },
  ...{ turnMs: 300_000, placesPerNetwork: 50 },
};
const PACE = { perSecond: 10_000, maxTurns: 10_000 };

let gateway: TestGateway;
before(async () => {
  gateway = await openGateway({ ADMISSION_KEYS: SECRET });
  await putEvent(gateway, 'hot', { fields: 'waitingRoom: { opens: always },' });
  await putEvent(gateway, 'warm', { fields: 'waitingRoom: { opens: automatic },' });
});
after(() => gateway.close());

const line = (eventId: string) => ({ shard: 0, eventId });

/** Somebody whose turn has begun: their place, when it ends, and the headers of their order. */
async function turn(eventId = 'hot') {
  const place = newPlace();
  const { ledger } = gateway;
  await joinLine(ledger, line(eventId), { rules: RULES, joins: [{ place, network: '' }] });
  for (;;) {
    await stepLine(ledger, line(eventId), { rules: RULES, pace: PACE });
    const asked = { turnMs: RULES.turnMs, places: [place] };
    const [own] = await askPlaces(ledger, line(eventId), asked);
    if (own?.state !== 'turn') continue;
    const { endsAtMs } = own;
    return { place, endsAtMs, headers: headersOf({ eventId, place, expiresAtMs: endsAtMs }) };
  }
}

function headersOf(admission: { eventId: string; place: string; expiresAtMs: number }) {
  return {
    [ADMISSION_HEADER]: signAdmission(KEYS, admission),
    cookie: `other=1; ${PLACE_COOKIE}=${signPlace(KEYS, admission.place)}`,
  };
}

async function place(headers: Record<string, string> = {}, ticketId = 'hot-adult') {
  const payload = order([{ ticketId, qty: 1 }]);
  return await gateway.app.inject({ method: 'POST', url: '/orders', payload, headers });
}

/** Expects to be sent to the line, and that nothing was written. */
async function sentToLine(headers: Record<string, string>, says: RegExp, ticketId = 'hot-adult') {
  const before = await gateway.written();
  const answer = await place(headers, ticketId);
  assert.equal(answer.statusCode, 403, answer.body);
  const body = answer.json<{ error: string; code: string; details: { message: string }[] }>();
  assert.equal(body.code, 'ADMISSION_REQUIRED');
  assert.match(body.error, says);
  assert.equal(body.details[0]?.message, `/line/${ticketId.replace('-adult', '')}`);
  assert.deepEqual(await gateway.written(), before);
}

describe('an event with a waiting room', () => {
  it('sells to whoever has their turn, and to nobody without', async () => {
    await sentToLine({}, /has no admission/);
    const { headers } = await turn();
    assert.equal((await place(headers)).statusCode, 201);
    assert.equal((await place({}, 'fair-adult')).statusCode, 201);
  });

  it('takes one order of an admission, also when two come at once', async () => {
    const { headers } = await turn();
    const answers = await Promise.all([place(headers), place(headers)]);
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [201, 403]);
    await sentToLine(headers, /turn is over or was used/);
  });

  it('takes no admission of another browser or event, none that is over, and no forged one', async () => {
    const [mine, other] = [await turn(), await turn()];
    const copied = { ...mine.headers, cookie: other.headers.cookie };
    await sentToLine(copied, /not for this place/);
    const { cookie, ...token } = mine.headers;
    await sentToLine(token, /no place in its line/);
    await sentToLine({ ...mine.headers, cookie: `${cookie.slice(0, -1)}!` }, /no place/);
    const elsewhere = headersOf({ ...mine, eventId: 'warm', expiresAtMs: mine.endsAtMs });
    await sentToLine(elsewhere, /for another event/);
    await sentToLine(headersOf({ ...mine, eventId: 'hot', expiresAtMs: Date.now() - 1 }), /over/);
    const foreign = new AdmissionKeys(['another-secret-of-at-least-thirty-two-characters']);
    const admission = { eventId: 'hot', place: mine.place, expiresAtMs: mine.endsAtMs };
    const forged = { ...mine.headers, [ADMISSION_HEADER]: signAdmission(foreign, admission) };
    await sentToLine(forged, /not for this place/);
    assert.equal((await place(mine.headers)).statusCode, 201);
  });

  it('takes no admission of a place that was left, or that never was in the line', async () => {
    const { place: left, headers } = await turn();
    await leaveLine(gateway.ledger, line('hot'), left);
    await sentToLine(headers, /turn is over or was used/);
    const invented = { eventId: 'hot', place: newPlace(), expiresAtMs: Date.now() + 60_000 };
    await sentToLine(headersOf(invented), /turn is over or was used/);
  });

  it('tells of the first order whoever repeats it, with or without an admission', async () => {
    const { headers } = await turn();
    const keyed = { ...headers, 'idempotency-key': 'once' };
    const first = await place(keyed);
    assert.equal(first.statusCode, 201, first.body);
    for (const again of [keyed, { 'idempotency-key': 'once' }]) {
      const answer = await place(again);
      assert.equal(answer.statusCode, 201, answer.body);
      assert.equal(answer.headers['idempotent-replayed'], 'true');
      assert.equal(answer.json().orderId, first.json().orderId);
    }
  });
});

describe('an event whose line opens by itself', () => {
  it('needs an admission once it is open', async () => {
    assert.equal((await place({}, 'warm-adult')).statusCode, 201);
    await openLine(gateway.ledger, line('warm'));
    await sentToLine({}, /turn is over or was used, or you have none/, 'warm-adult');
    const { headers } = await turn('warm');
    assert.equal((await place(headers, 'warm-adult')).statusCode, 201);
  });
});

describe('a gateway without ADMISSION_KEYS', () => {
  it('sells no event with a waiting room, and says so', async (t) => {
    const keyless = await openGateway({}, { redis: gateway.redis });
    t.after(() => keyless.close());
    const payload = order([{ ticketId: 'hot-adult', qty: 1 }]);
    const { headers } = await turn();
    const answer = await keyless.app.inject({ method: 'POST', url: '/orders', payload, headers });
    assert.equal(answer.statusCode, 503, answer.body);
    assert.match(answer.json<{ error: string }>().error, /no ADMISSION_KEYS/);
    const ready = (await keyless.app.inject('/readyz')).json<{ warnings: string[] }>();
    assert.match(ready.warnings.join(), /ADMISSION_KEYS is missing.*hot/);
  });
});
