import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { gatewayFleet } from '../fleet/made-up-fleet.ts';
import { startGenerator } from '../start-generator.ts';
import { type ShopManners, startShop, type StandInShop } from '../stand-in-shop.ts';

/** A shop that uses a tenth of its request for each order a second, and scales when it is asked again. */
async function startScalingShop(t: TestContext, { scales }: { scales: boolean }) {
  let shop: StandInShop | undefined;
  let living = 1;
  let before = { atMs: performance.now(), orders: 0 };
  const manners: ShopManners = {
    fleet: () => {
      const atMs = performance.now();
      const orders = shop?.orders.length ?? 0;
      const rps = ((orders - before.orders) * 1000) / (atMs - before.atMs);
      before = { atMs, orders };
      const cpuShare = rps / 100 / living;
      if (scales && cpuShare > 0.8) living = 2;
      if (rps < 10) living = 1;
      return gatewayFleet(
        Array.from({ length: living }, (_, i) => `gateway-${i}`),
        {
          atS: atMs / 1000,
          cpuShare,
        },
      );
    },
  };
  shop = await startShop(manners);
  const generator = startGenerator(shop.url);
  t.after(async () => {
    await generator.close();
    await shop?.close();
  });
  return generator;
}

it('finds where a target scales, and shows its plan and its reasons on the way', async (t) => {
  const { call, until, finished } = await startScalingShop(t, { scales: true });
  const body = { preset: 'scale', rps: 1000, durationS: 30, thresholds: { p99Ms: 600_000 } };
  const started = await call('POST', '/start', body);
  assert.equal(started.status, 201);
  const searching = await until(({ search }) => (search?.decisions.length ?? 0) > 1);
  assert.equal(searching.search?.phase, 'searching');
  assert.equal(searching.plannedS, 30);
  assert.ok(searching.config.stages.length > 1, 'the plan is shown as it is decided');
  const { search, preset, sent, seconds, elapsedS, orders } = await finished();
  assert.equal(preset, 'scale');
  const phases = search?.decisions.map(({ phase }) => phase) ?? [];
  for (const phase of ['searching', 'climbing', 'descending'] as const)
    assert.ok(phases.includes(phase));
  const sentences = search?.decisions.map(({ sentence }) => sentence).join('\n') ?? '';
  assert.match(sentences, /^gateway went from 1 to 2 at .*climbing to/m);
  assert.match(sentences, /^Back to gateway 1: the surplus has gone$/m);
  assert.ok(elapsedS < 30, 'and ends when everything has been seen');
  assert.equal(orders.accepted, sent);
  const highest = Math.max(...seconds.map(({ targetRps }) => targetRps));
  assert.ok(highest > 60 && highest < 1000, `${highest}/s`);
});

it('leaves the load to whoever changes its rate', async (t) => {
  const { call, until } = await startScalingShop(t, { scales: false });
  await call('POST', '/start', { preset: 'scale', durationS: 60 });
  await until(({ search }) => (search?.decisions.length ?? 0) > 1);
  // What is no change of the plan is none of its business.
  await call('PATCH', '/config', { timeoutMs: 5000 });
  await until(({ search }) => (search?.decisions.length ?? 0) > 2);
  await call('PATCH', '/config', { rps: 33, durationS: 60 });
  const { elapsedS } = await until(({ targetRps }) => targetRps === 33);
  // In these seconds a search would have looked, and changed the rate.
  const stats = await until((now) => now.elapsedS > elapsedS + 5);
  assert.equal(stats.targetRps, 33);
  assert.equal(stats.config.profile, 'constant');
  assert.equal(stats.search?.sentence, 'The plan was changed by hand');
  const { body } = await call('POST', '/stop');
  assert.equal(body.targetRps, 33);
  assert.equal(body.config.rps, 33);
});

it('refuses a search that could not find anything', async (t) => {
  const { call } = await startScalingShop(t, { scales: false });
  for (const [change, path] of [
    [{ durationS: 10 }, 'durationS'],
    [{ rps: 0.5 }, 'rps'],
    [{ part: { index: 0, of: 2 } }, 'part.of'],
  ] as const) {
    const { status, body } = await call('POST', '/start', { preset: 'scale', ...change });
    assert.equal(status, 400);
    assert.equal(body.details[0].path, path);
  }
});
