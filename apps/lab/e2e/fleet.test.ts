import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '@onsale/testing';
import { assertAccessible } from '@onsale/testing/site';
import { figure, startLoad, stop, timeout, useLab } from './lab-site.ts';

// Tiles are processes that really come, work and die.

const lab = useLab();

test(
  'a worker appears as a tile, works, dies and is gone; the page notes both',
  { timeout },
  async () => {
    const page = await lab.open();
    const workers = page.getByRole('region', { name: 'order-worker' });
    const tiles = workers.getByRole('listitem');
    await workers.getByText('1 running').waitFor();
    await startLoad(page, { rate: 100, seconds: 120 });

    const worker = await lab.site().startWorker();
    await workers.getByText('2 running').waitFor();
    const newcomer = tiles.filter({ hasText: 'new' });
    await newcomer.waitFor();
    const name = await newcomer.getAttribute('data-instance');
    const tile = workers.locator(`[data-instance="${name}"]`);
    await eventually(
      () => tile.locator('b').innerText(),
      (settled) => Number(settled.replaceAll(',', '')) > 0,
    );
    await eventually(
      () => figure(page, 'Instances', 'order-worker'),
      (living) => living === 2,
    );

    worker.signal('SIGKILL');
    await tile.getByText('ended').waitFor();
    await workers.getByText('1 running').waitFor();
    await tile.waitFor({ state: 'detached' });
    const log = page.getByRole('region', { name: 'When processes came and went' });
    await log.getByText('order-worker 1 → 2').waitFor();
    await log.getByText('order-worker 2 → 1').waitFor();
    await stop(page);
    await page.getByText('Nothing oversold, lost or duplicated').waitFor();
  },
);

test('a process is killed from its tile, when that is confirmed', { timeout }, async () => {
  // The endpoint is npm start's; what dies here is a real worker.
  const worker = await lab.site().startWorker();
  const page = await lab.open();
  const workers = page.getByRole('region', { name: 'order-worker' });
  // Nothing can be killed, and not only because the page has yet to hear what it may do.
  const told = page.waitForResponse('**/config.json');
  await page.reload();
  await (await told).finished();
  await workers.getByText('2 running').waitFor();
  assert.equal(await workers.getByRole('button', { name: /^Kill/ }).count(), 0);

  await page.route('**/config.json', (route) => route.fulfill({ json: { lab: true, kill: true } }));
  const asked: unknown[] = [];
  await page.route('**/local/kill', async (route) => {
    asked.push(route.request().postDataJSON());
    worker.signal('SIGKILL');
    await route.fulfill({ json: {} });
  });
  await page.reload();
  const button = workers.getByRole('button', { name: /^Kill/ }).last();
  await button.click();
  await page.getByText(/at once, as a crash would/).waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByText(/at once, as a crash would/).waitFor({ state: 'detached' });
  assert.deepEqual(asked, []);
  await button.click();
  await page.getByRole('button', { name: 'Kill it now' }).click();
  await workers.getByText('ended').waitFor();
  await workers.getByText('1 running').waitFor();
  assert.equal(asked.length, 1);
});

test(
  'a gateway and an audit that are gone are said in words, and come back by themselves',
  { timeout },
  async () => {
    const page = await lab.open();
    await page.getByText('The books hold').waitFor();
    await Promise.all([lab.site().killGateway(), lab.site().killAudit()]);
    await page.getByText(/No word from the gateway for \d+ s\./).waitFor();
    await page.getByText('The audit does not answer. The books are as last read.').waitFor();
    await assertAccessible(page);
    await Promise.all([lab.site().startGateway(), lab.site().startAudit()]);
    await page.getByText(/No word from the gateway for/).waitFor({ state: 'detached' });
    await page.getByText('The books are as last read').waitFor({ state: 'detached' });
  },
);
