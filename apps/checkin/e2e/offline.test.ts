import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@onsale/testing';
import { startBrowser, visit } from '@onsale/testing/site';
import type { Browser, Page } from 'playwright-core';
import { type ServedApp, serveApp } from './serve-app.ts';

// What the worker keeps of the app: without a network, and when a new version comes under the hand.

declare global {
  interface Window {
    appVersion?: string;
  }
}

let served: ServedApp;
let browser: Browser;

before(async () => {
  [served, browser] = await Promise.all([serveApp(), startBrowser()]);
});
after(async () => {
  await browser.close();
  await served.stop();
});

async function isKept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

const version = async (page: Page) => await page.evaluate(() => window.appVersion);

/** All files of the app that are on the device. */
const kept = async (page: Page) =>
  await page.evaluate(async () => {
    const versions = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = (await Promise.all(versions.map((cache) => cache.keys()))).flat();
    return requests.map(({ url }) => new URL(url).pathname);
  });

test('after the first visit it starts without a network, from any address of it', async () => {
  const { context, page, leave } = await visit(browser, served.url);
  await page.goto('');
  await isKept(page);
  const files = await kept(page);
  for (const file of [/\.js$/, /\.css$/, /\.woff2$/, /\.webmanifest$/, /icon-512\.png$/]) {
    assert.ok(
      files.some((each) => file.test(each)),
      String(file),
    );
  }
  await context.setOffline(true);
  for (const path of ['', 'anything?of=it', 'index.html', '#code=7K3P-9QXM-2D']) {
    await page.goto(path);
    await page.waitForFunction(() => document.querySelector('#root .arriving') === null);
    assert.equal(await version(page), 'first');
  }
  await leave();
});

test('an app that is open goes on through a new version, and a reload takes it', async () => {
  const { context, page, leave } = await visit(browser, served.url);
  await page.goto('');
  await isKept(page);
  const files = await kept(page);
  await served.deploy('second');
  await page.evaluate(async () => {
    const taken = new Promise((resolve) => {
      navigator.serviceWorker.addEventListener('controllerchange', resolve);
    });
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    await taken;
  });
  assert.equal(await version(page), 'first');
  // The network has no longer what this one may still load.
  for (const file of files.filter((each) => each.endsWith('.js'))) {
    assert.equal(await page.evaluate(async (url) => (await fetch(url)).status, file), 200, file);
  }
  await context.setOffline(true);
  await page.reload();
  assert.equal(await version(page), 'second');
  await leave();
  await served.deploy('first');
});

test('a version of which a file is missing is not taken', async () => {
  const { context, page, leave } = await visit(browser, served.url);
  await page.goto('');
  await isKept(page);
  await served.deploy('third');
  let isWhole = false;
  await context.route('**/*.css', async (route) => {
    if (isWhole) await route.continue();
    else await route.abort();
  });
  const update = async () =>
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const found = await registration.update();
      const worker = found.installing;
      if (worker === null) return found.active?.state;
      await new Promise((resolve) => {
        worker.addEventListener('statechange', () => {
          if (worker.state === 'redundant' || worker.state === 'activated') resolve(undefined);
        });
      });
      return worker.state;
    });
  assert.equal(await update(), 'redundant');
  await page.reload();
  assert.equal(await version(page), 'first');
  isWhole = true;
  assert.equal(await update(), 'activated');
  await page.reload();
  await eventually(
    async () => await version(page),
    (now) => now === 'third',
  );
  await leave();
  await served.deploy('first');
});
