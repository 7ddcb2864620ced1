import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '@onsale/testing';
import { assertAccessible } from '@onsale/testing/site';
import { chooseProfile, figure, isIn, rateField, stop, timeout, useLab } from './lab-site.ts';

// The form and the configuration that runs, whoever has started it.

const lab = useLab();

test(
  'a run that a script has started is in the form of every page, and any can stop it',
  { timeout },
  async () => {
    const page = await lab.open();
    await lab.start({ rps: 40, durationS: 130, event: 'harbour' });
    await isIn(page, 'Running');
    const shows = async (each: typeof page) => {
      await eventually(
        async () => [
          await rateField(each).inputValue(),
          await each.getByLabel('Duration').inputValue(),
        ],
        ([rate, duration]) => rate === '40' && duration === '130',
      );
    };
    await shows(page);
    await page.getByText('Sells real tickets of “Harbour Night”.').waitFor();

    const late = await lab.open();
    await shows(late);
    await rateField(late).fill('70');
    await eventually(
      () => rateField(page).inputValue(),
      (rate) => rate === '70',
    );
    await eventually(
      () => figure(page, 'Rate', 'target'),
      (target) => target === 70,
    );
    await stop(late);
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
  },
);

test(
  'what is typed during a run stays, is marked, and applies or goes when told to',
  { timeout },
  async () => {
    await lab.start({ rps: 20, durationS: 120 });
    const page = await lab.open();
    await isIn(page, 'Running');
    const duration = page.getByLabel('Duration');
    await duration.fill('240');
    await page.getByText('1 field is changed here, and does not apply yet.').waitFor();
    // Another page changes something else meanwhile.
    await fetch(`${lab.site().url}/workload/config`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ rps: 25 }),
    });
    await eventually(
      () => rateField(page).inputValue(),
      (rate) => rate === '25',
    );
    assert.equal(await duration.inputValue(), '240');
    await page.getByRole('button', { name: 'Apply to the running load' }).click();
    await page.getByText('Applied.').waitFor();
    await page
      .getByRole('region', { name: 'Run', exact: true })
      .getByText(/\/ 4:00/)
      .waitFor();

    await duration.fill('300');
    await page.getByRole('button', { name: 'Discard' }).click();
    assert.equal(await duration.inputValue(), '240');
  },
);

test('what the generator refuses is said at its field', { timeout }, async () => {
  const page = await lab.open();
  const rate = rateField(page);
  await rate.fill('9999999');
  await chooseProfile(page, 'Constant');
  await page.getByRole('button', { name: 'Traffic' }).click();
  const readers = page.getByRole('textbox', { name: 'Readers' });
  await readers.fill('130');
  const start = page.getByRole('button', { name: 'Start', exact: true });
  await start.click();
  await page.getByText('must be 0 to 100 %').waitFor();
  assert.equal(await readers.getAttribute('aria-invalid'), 'true');
  await readers.fill('0');
  await start.click();
  await page.getByText('must be at most 20000 (MAX_RPS)').waitFor();
  assert.equal(await rate.getAttribute('aria-invalid'), 'true');
  await assertAccessible(page);
});

test('stages are written line by line', { timeout }, async () => {
  const page = await lab.open();
  await chooseProfile(page, 'Stages');
  await page.getByRole('button', { name: 'Add a stage' }).click();
  await page.getByLabel('Stage 1: requests a second').fill('30');
  await page.getByLabel('Stage 1: seconds').fill('90');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await isIn(page, 'Running');
  await eventually(
    () => figure(page, 'Rate', 'target'),
    (target) => target === 30,
  );
});
