import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, freePorts, startEntrance, type TestEntrance } from '@onsale/testing';
import { makeTestCamera, startBrowser, type TestCamera, visit } from '@onsale/testing/site';
import type { Browser } from 'playwright-core';
import { type ServedApp, serveApp } from './serve-app.ts';

// The whole app, from the picture of a camera to the rows of the office.

const TICKETS = 50;

let entrance: TestEntrance;
let served: ServedApp;
let camera: TestCamera;
let browser: Browser;

before(async () => {
  const [consolePort = 0] = await freePorts(1);
  [entrance, camera] = await Promise.all([
    startEntrance({ CONSOLE_URL: `http://127.0.0.1:${consolePort}` }),
    makeTestCamera(),
  ]);
  served = await serveApp('.', { officeUrl: entrance.office.url, consolePort });
  browser = await startBrowser({ camera: camera.file });
});

after(async () => {
  await browser.close();
  await served.stop();
  await camera.remove();
  await entrance.stop();
});

test('fifty tickets in a row are let in by the camera, each once', async () => {
  const { db } = entrance.office;
  const orders = await entrance.sell(TICKETS, { wanted: 'tonight-adult:1' });
  const ask = await entrance.office.as([{ role: 'manager' }]);
  const path = `/v1/events/${entrance.eventId}/devices`;
  const { body } = await ask('POST', path, { entranceId: 'main' });
  const { context, page, leave } = await visit(browser, served.url);
  await context.grantPermissions(['camera']);
  await page.goto(`#code=${body.code}`);
  await page.getByText(`0 of ${TICKETS} in`).waitFor();
  for (const [index, { tickets }] of orders.entries()) {
    await camera.show(tickets[0]?.code ?? '');
    await eventually(
      async () => await db.selectFrom('office.check_ins').select('place').execute(),
      (rows) => rows.length === index + 1,
    );
    await page.getByRole('region', { name: 'Welcome' }).waitFor();
  }
  const scans = await db.selectFrom('office.scans').selectAll().orderBy('number').execute();
  assert.deepEqual(
    scans.map(({ number }) => number),
    orders.map((_, index) => index + 1),
  );
  assert.ok(
    scans.every(({ answer, admitted, via }) => {
      return answer === 'welcome' && admitted && via === 'camera';
    }),
  );
  // A copy of the last one, seconds later and on another device, is not welcome.
  await page.getByRole('button', { name: 'Next' }).click();
  await camera.show(orders[0]?.tickets[0]?.code ?? '');
  await page.getByRole('region', { name: 'Already in' }).waitFor();
  await leave();
});
