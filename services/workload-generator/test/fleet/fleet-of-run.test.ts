import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { startGenerator } from '../start-generator.ts';
import { type ShopManners, startShop } from '../stand-in-shop.ts';
import { gatewayFleet } from './made-up-fleet.ts';

async function start(t: TestContext, manners: ShopManners) {
  const shop = await startShop(manners);
  const generator = startGenerator(shop.url);
  t.after(async () => {
    await generator.close();
    await shop.close();
  });
  return generator;
}

it('a report has what the fleet of its target was like', async (t) => {
  let looks = 0;
  const { call, finished } = await start(t, {
    fleet: () => gatewayFleet([looks++ === 0 ? 'first' : 'second'], { atS: looks }),
  });
  await call('POST', '/start', { rps: 20, durationS: 3 });
  const { fleet, elapsedS } = await finished();
  assert.ok((fleet?.moments.length ?? 0) >= 2);
  assert.ok(fleet?.moments.every(({ atS }) => atS >= 0 && atS < elapsedS + 60));
  assert.partialDeepStrictEqual(fleet?.changes, [{ from: 1, to: 1, came: 1, went: 1 }]);
});

it('a target without a fleet is asked once, and the report has none', async (t) => {
  let asked = 0;
  const { call, finished } = await start(t, {
    fleet: () => {
      asked++;
      return { services: 'what is that?' };
    },
  });
  await call('POST', '/start', { rps: 20, durationS: 3 });
  assert.equal((await finished()).fleet, undefined);
  assert.equal(asked, 1);
});
