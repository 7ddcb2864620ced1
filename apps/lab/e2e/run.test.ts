import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '@onsale/testing';
import { assertAccessible } from '@onsale/testing/site';
import {
  drawing,
  figure,
  isIn,
  rateField,
  readout,
  startLoad,
  stop,
  timeout,
  useLab,
} from './lab-site.ts';

// A load in a real browser, through nginx, on the real system: started, watched, stopped, judged.

const lab = useLab();

test('a load is started, re-rated, watched, stopped and judged', { timeout }, async () => {
  const page = await lab.open();
  await page.getByText('Sells “Rehearsal”, never the shop’s stock.').waitFor();
  await page.getByText('not sent', { exact: true }).first().hover();
  await page
    .getByRole('tooltip')
    .getByText(/due and not sent/)
    .waitFor();
  const before = await drawing(page, 'Rate');
  await startLoad(page, { rate: 60, seconds: 600 });

  await eventually(
    () => figure(page, 'Rate', 'sent'),
    (sent) => sent >= 55 && sent <= 65,
  );
  await eventually(
    () => figure(page, 'Orders', 'confirmed'),
    (confirmed) => confirmed > 30,
  );
  await eventually(
    () => figure(page, 'Latency', 'p99'),
    (p99) => p99 > 0,
  );
  await eventually(
    () => figure(page, 'Answers', 'accepted'),
    (accepted) => accepted > 30,
  );
  await eventually(
    () => figure(page, 'CPU of gateway', 'target'),
    (target) => target === 60,
  );
  assert.notEqual(await drawing(page, 'Rate'), before);

  await rateField(page).fill('120');
  await eventually(
    () => figure(page, 'Rate', 'sent'),
    (sent) => sent >= 110 && sent <= 130,
  );
  await assertAccessible(page);

  await stop(page);
  await isIn(page, 'Finished');
  await page
    .getByRole('row', { name: /lost orders at most/ })
    .getByText('holds')
    .waitFor();
  await page.getByRole('row', { name: /^POST \/orders [1-9]/ }).waitFor();
  await page.getByText('None in this run.').waitFor();
  await page.getByText('Nothing oversold, lost or duplicated').waitFor();
  await page.getByText('The books hold').waitFor();
  await assertAccessible(page);
});

test(
  'a run that sells nothing has not passed, and a reset makes it sell again',
  { timeout },
  async () => {
    await lab.complete({ event: 'rehearsal-few', rps: 100, durationS: 2 });
    const page = await lab.open();
    await lab.complete({ event: 'rehearsal-few', rps: 50, durationS: 2 });
    await page.getByRole('region', { name: 'Now' }).getByText('Nothing was sold').waitFor();
    await page.getByText(/All 100 orders were answered “sold out”/).waitFor();
    await eventually(
      () => readout(page, 'sold out'),
      (soldOut) => soldOut === 100,
    );
    assert.equal(await readout(page, 'accepted'), 0);
    await page.getByRole('row', { name: /POST \/orders 100 100 100 0/ }).waitFor();

    await lab.start({ event: 'rehearsal-few', rps: 1, durationS: 120 });
    const reset = page.getByRole('button', { name: 'Reset rehearsals' });
    await page.getByText('Not while a run is active: stop it first.').waitFor();
    await eventually(
      () => reset.isDisabled(),
      (isDisabled) => isDisabled,
    );
    await stop(page);
    // Where Redis is out of breath it asks to try again.
    await eventually(
      async () => {
        if (await reset.isEnabled()) await reset.click();
        return await page.getByText(/Done: .* orders deleted/).isVisible();
      },
      (isDone) => isDone,
    );
    await lab.start({ event: 'rehearsal-few', rps: 1, durationS: 120 });
    await eventually(
      () => readout(page, 'accepted'),
      (accepted) => accepted > 0,
    );
  },
);

test('the scaling preset is one button, and says what it does and why', { timeout }, async () => {
  const page = await lab.open();
  await page.getByRole('button', { name: /“Watch it scale”/ }).click();
  await isIn(page, 'Running');
  const guide = page.getByRole('region', { name: 'Watch it scale' });
  await guide.locator('[aria-current=step]').getByText('1 Search').waitFor();
  await guide.getByText('Look at').waitFor();
  // What is sent, not what a search may try at most.
  await eventually(
    async () => Number(await rateField(page).inputValue()),
    (rate) => rate > 0 && rate < 1000,
  );
  const decisions = guide.getByRole('list', { name: 'Decisions of the search' });
  await decisions.getByText('Starting with 20/s').waitFor();
  await decisions
    .getByText(/trying \d+\/s/)
    .first()
    .waitFor();
  await assertAccessible(page);
  await stop(page);
  await page.getByRole('button', { name: /“Sold out”/ }).waitFor();
});

test(
  'fits a phone, with what moves near the top, and works by keyboard alone',
  { timeout },
  async () => {
    const page = await lab.open({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    await page.getByText('The books hold').waitFor();
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(tooWide, 0);
    await assertAccessible(page);

    await rateField(page).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('50');
    await page.keyboard.press('Enter');
    await isIn(page, 'Running');
    const top = async (name: string) =>
      (await page.getByRole('region', { name, exact: true }).boundingBox())?.y ?? 0;
    assert.ok((await top('Now')) < (await top('Charts')));
    assert.ok((await top('Charts')) < (await top('Load')));
    const stopButton = page.getByRole('button', { name: 'Stop' });
    await stopButton.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
  },
);
