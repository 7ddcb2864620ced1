import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { writeCodes } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { LOOKS_AT_ONCE } from '../../src/codes/wrong-code-limit.ts';
import { openGateway, type TestGateway } from '../open-gateway.ts';
import { putEvent } from '../orders/put-event.ts';

const LIMIT = 30;
const ENVIRONMENT = {
  RATE_LIMIT_WRONG_CODES: String(LIMIT),
  RATE_LIMIT_WINDOW_S: '600',
  TRUSTED_PROXIES: '127.0.0.1',
};
let gateway: TestGateway;
let other: TestGateway;
let addresses = 0;
/** As of a school, where a class types its code in the same second. */
let address = '';

before(async () => {
  gateway = await openGateway(ENVIRONMENT);
  await putEvent(gateway, 'gala');
  const after = { code: 'RIGHT', unit: 'order', percent: 10, createdAtMs: 1 } as const;
  await writeCodes(gateway.ledger, { shard: 0, eventId: 'gala' }, [{ after }]);
  other = await openGateway(ENVIRONMENT, { redis: gateway.redis });
});
after(async () => {
  await other.close();
  await gateway.close();
});
beforeEach(() => {
  address = `203.0.113.${(addresses += 1)}`;
});

const ask = async (at: TestGateway, code: string) =>
  (
    await at.app.inject({
      url: `/events/gala/codes/${code}`,
      headers: { 'x-forwarded-for': address },
    })
  ).statusCode;

/** How many of so many requests at one moment got which status; on a busy machine some get 503, as they are late. */
async function askAtOnce(
  gateways: readonly TestGateway[],
  codes: readonly string[],
): Promise<Record<string, number>> {
  const all = gateways.flatMap((at) => codes.map(async (code) => await ask(at, code)));
  const counts: Record<string, number> = {};
  for (const status of await Promise.all(all)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const wrong = (count: number) => Array.from({ length: count }, (_, i) => `WRONG-${i}`);
const right = (count: number) => Array.from({ length: count }, () => 'RIGHT');

test('any number of right codes at one moment are taken', async () => {
  const atOnce = await askAtOnce([gateway, other], right(100));
  assert.ok((atOnce[200] ?? 0) > LIMIT);
  assert.equal(atOnce[429], undefined);
  // Also beside wrong ones, as long as these are few.
  const mixed = await askAtOnce([gateway], [...wrong(LIMIT - 1), ...right(100)]);
  assert.equal(mixed[429], undefined);
  assert.equal(await ask(gateway, 'RIGHT'), 200);
});

test('guesses at one moment end with those that were under way when the limit was reached', async () => {
  const { 404: told = 0, 429: refused = 0 } = await askAtOnce([gateway], wrong(1000));
  assert.ok(told <= LIMIT + LOOKS_AT_ONCE, String(told));
  assert.ok(refused > 0);
  assert.deepEqual(await askAtOnce([gateway], right(10)), { 429: 10 });
});

test('guesses through several gateways are counted together', async () => {
  const { 404: told = 0, 429: refused = 0 } = await askAtOnce([gateway, other], wrong(1000));
  assert.ok(told <= LIMIT + 2 * LOOKS_AT_ONCE, String(told));
  assert.ok(refused > 0);
});

test('a gateway alone counts its own while Redis can not', async () => {
  const { redis } = gateway;
  await redis.command('ACL', 'SETUSER', 'default', 'resetkeys', '~{s*', '~onsale:*');
  const { 404: told = 0, 429: refused = 0 } = await askAtOnce([gateway], wrong(200));
  await redis.command('ACL', 'SETUSER', 'default', 'allkeys');
  assert.ok(told <= LIMIT + LOOKS_AT_ONCE, String(told));
  assert.ok(refused > 0);
});

test('more than may wait are refused with 503, and nothing stays behind', async () => {
  const { 200: told = 0, 503: refused = 0 } = await askAtOnce([gateway], right(2500));
  assert.deepEqual([told + refused, refused > 0], [2500, true]);
  await eventually(
    () => ask(gateway, 'RIGHT'),
    (status) => status === 200,
  );
});
