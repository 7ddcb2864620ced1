import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '@onsale/testing/site';
import { drawing, isIn, startLoad, stop, timeout, useLab } from './lab-site.ts';

// A crowd that waits, in a real browser, on the real system.

const lab = useLab({ waitingRoom: {} });

test('a crowd comes, is watched, and is over when nothing is left', { timeout }, async () => {
  const page = await lab.open();
  const panel = page.getByRole('region', { name: 'A crowd in the line' });
  await panel.getByText('No crowd has come yet.').waitFor();
  await panel.getByLabel('Event', { exact: true }).fill('harbour');
  await panel.getByRole('button', { name: 'Let them come' }).click();
  await panel
    .getByText(/is not a rehearsal/)
    .first()
    .waitFor();

  await panel.getByLabel('Event', { exact: true }).fill('rehearsal-line');
  await panel.getByLabel('People', { exact: true }).fill('60');
  await panel.getByLabel('Come within').fill('3');
  await panel.getByLabel('Bots that never wait').fill('20');
  await panel.getByRole('button', { name: 'Let them come' }).click();
  await panel.getByText('60 people come to rehearsal-line.').waitFor();
  const before = await drawing(page, 'Where they are');
  await panel.getByText('60 people came to rehearsal-line. 0 tickets are left.').waitFor();
  assert.notEqual(await drawing(page, 'Where they are'), before);
  assert.equal(await figureOf('served'), 10);
  assert.equal(await figureOf('sold to cheats'), 0);
  assert.ok((await figureOf('cheats refused')) > 0);
  assert.ok((await figureOf('told: nothing left')) > 0);
  await panel.getByRole('row', { name: /^orders sold to cheats 0 0 holds/ }).waitFor();
  await panel.getByRole('row', { name: /^their own place [1-9]/ }).waitFor();
  await assertAccessible(page);

  // The page is told again, as by another browser.
  await page.reload();
  await panel.getByText(/60 people came/).waitFor();
  assert.equal(await figureOf('served'), 10);

  async function figureOf(name: string): Promise<number> {
    const entry = panel
      .locator('dl > div')
      .filter({ has: page.getByRole('term').filter({ hasText: new RegExp(`^${name}$`) }) })
      .first();
    return Number((await entry.getByRole('definition').innerText()).replaceAll(/[^0-9.]/g, ''));
  }
});

test('a reset gives the tickets to another crowd, which is sent home', { timeout }, async () => {
  const page = await lab.open();
  const panel = page.getByRole('region', { name: 'A crowd in the line' });
  await panel.getByText(/60 people came/).waitFor();
  await page.getByRole('button', { name: 'Reset rehearsals' }).click();
  await page.getByText(/Done: .* orders deleted/).waitFor();
  await panel.getByLabel('People', { exact: true }).fill('30');
  await panel.getByLabel('Come within').fill('600');
  await panel.getByRole('button', { name: 'Let them come' }).click();
  // Somebody may have bought one already.
  await panel.getByText(/30 people come to rehearsal-line\. [1-9]\d* tickets are left/).waitFor();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('A run or a crowd is active.').first().waitFor();
  await panel.getByRole('button', { name: 'Send them home' }).click();
  await panel.getByText('30 people came to rehearsal-line.').waitFor();
  await startLoad(page, { rate: 5, seconds: 60 });
  await panel.getByRole('button', { name: 'Let them come' }).click();
  await panel.getByText(/No crowd came: a run is active/).waitFor();
  await stop(page);
  await isIn(page, 'Finished');
});
