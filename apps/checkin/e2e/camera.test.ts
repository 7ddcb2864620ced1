import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { makeTestCamera, startBrowser, type TestCamera, visit } from '@onsale/testing/site';
import { ZXING_WASM_SHA256 } from 'barcode-detector/ponyfill';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import type { CameraPage } from './camera-page/main.ts';
import { type ServedApp, serveApp } from './serve-app.ts';

// The camera of Chromium, without the screens of the app.

declare global {
  interface Window {
    page: CameraPage;
  }
}

let served: ServedApp;
let camera: TestCamera;
let browser: Browser;

before(async () => {
  [served, camera] = await Promise.all([serveApp('e2e/camera-page'), makeTestCamera()]);
  browser = await startBrowser({ camera: camera.file });
});
after(async () => {
  await browser.close();
  await served.stop();
  await camera.remove();
});

/** As long as that of a ticket. */
const codeOf = (i: number) =>
  `04${String(i).padStart(6, '0')}ZK9Q3XM2D7RV5HN8`.padEnd(144, 'C0FFEE7');

/** A code that nobody has read yet. */
let shown = 0;
const nextCode = () => codeOf(shown++);

async function openCamera(prepare: (context: BrowserContext) => Promise<void> = async () => {}) {
  const visited = await visit(browser, served.url);
  await prepare(visited.context);
  await visited.page.goto('');
  return visited;
}

async function sees(page: Page, code: string): Promise<void> {
  await page.waitForFunction((text) => window.page.codes.includes(text), code);
}

const isHidden = async (page: Page, hidden: boolean) =>
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

test('fifty codes in a row are read, and nothing is asked of another origin', async () => {
  const asked = new Set<string>();
  const { page, leave } = await openCamera(async (context) => {
    context.on('request', (request) => asked.add(request.url()));
  });
  for (let i = 0; i < 50; i++) {
    const code = nextCode();
    await camera.show(code);
    await sees(page, code);
  }
  assert.deepEqual(await page.evaluate(() => window.page.problems), []);
  assert.deepEqual(
    [...asked].filter((url) => !url.startsWith(served.url)),
    [],
  );
  assert.ok([...asked].some((url) => url.endsWith('.wasm')));
  await leave();
});

test('the WebAssembly is the one that the library was built with', async () => {
  // It may come before the page says that it has loaded.
  const loaded = Promise.withResolvers<Response>();
  const { leave } = await openCamera(async (context) => {
    context.on('response', (response) => {
      if (response.url().endsWith('.wasm')) loaded.resolve(response);
    });
  });
  const wasm = await loaded.promise;
  assert.equal(wasm.headers()['content-type'], 'application/wasm');
  const hash = createHash('sha256')
    .update(await wasm.body())
    .digest('hex');
  assert.equal(hash, ZXING_WASM_SHA256);
  await leave();
});

test('codes that are turned, dim, blurred or small are read', async () => {
  const { page, leave } = await openCamera();
  for (const look of [
    { turnedDegrees: 33 },
    { turnedDegrees: 180, size: 0.5 },
    { light: 0.25 },
    { blurPixels: 2 },
    { size: 0.35 },
    { x: 0.3, y: 0.35, size: 0.5, turnedDegrees: -12, light: 0.5, blurPixels: 1 },
  ]) {
    const text = nextCode();
    await camera.show({ text, ...look });
    await sees(page, text);
  }
  await leave();
});

test('of several codes the one in the middle counts', async () => {
  const { page, leave } = await openCamera();
  const [wanted, left, right] = [nextCode(), nextCode(), nextCode()];
  await camera.show(
    { text: left, x: 0.18, size: 0.4 },
    { text: wanted, x: 0.5, size: 0.4 },
    { text: right, x: 0.82, size: 0.4 },
  );
  await sees(page, wanted);
  const codes = await page.evaluate(() => window.page.codes);
  assert.equal(codes.includes(left) || codes.includes(right), false);
  await leave();
});

test('while the page is hidden nobody looks, and afterwards it goes on', async () => {
  const { page, leave } = await openCamera();
  const [before, meanwhile, afterwards] = [nextCode(), nextCode(), nextCode()];
  await camera.show(before);
  await sees(page, before);
  const track = await page.evaluateHandle(() => window.page.track());
  await isHidden(page, true);
  assert.equal(await track.evaluate((each) => each?.readyState), 'ended');
  await camera.show(meanwhile);
  await camera.show(afterwards);
  await isHidden(page, false);
  await sees(page, afterwards);
  assert.equal(await page.evaluate((text) => window.page.codes.includes(text), meanwhile), false);
  assert.deepEqual(
    (await page.evaluate(() => window.page.states)).map(({ isRunning }) => isRunning),
    [true, false, true],
  );
  await leave();
});

test('a camera that a call has taken is taken back', async () => {
  const { page, leave } = await openCamera();
  await page.waitForFunction(() => window.page.states.length > 0);
  await page.evaluate(() => {
    const track = window.page.track();
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
  });
  const code = nextCode();
  await camera.show(code);
  await sees(page, code);
  await leave();
});

test('a camera that another app has is asked for until it is free', async () => {
  const { page, leave } = await openCamera(async (context) => {
    await context.addInitScript(() => {
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      let tries = 0;
      mediaDevices.getUserMedia = async (constraints) => {
        if (++tries < 3) throw new DOMException('', 'NotReadableError');
        return await ask(constraints);
      };
    });
  });
  const code = nextCode();
  await camera.show(code);
  await sees(page, code);
  assert.deepEqual(await page.evaluate(() => window.page.problems.map(String)), [
    'busy',
    'undefined',
  ]);
  await leave();
});

test('what was refused is asked for again by a tap, and not before', async () => {
  const { page, leave } = await openCamera(async (context) => {
    await context.addInitScript(() => {
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      const refuse = async () => {
        mediaDevices.getUserMedia = ask;
        throw new DOMException('', 'NotAllowedError');
      };
      mediaDevices.getUserMedia = refuse;
    });
  });
  await page.waitForFunction(() => window.page.problems.length > 0);
  await isHidden(page, true);
  await isHidden(page, false);
  assert.deepEqual(await page.evaluate(() => window.page.problems), ['denied']);
  assert.equal(await page.evaluate(() => window.page.track()), undefined);
  await page.evaluate(() => window.page.camera.retry());
  const code = nextCode();
  await camera.show(code);
  await sees(page, code);
  await leave();
});

test('a reader that can’t be loaded is told of, and tried again', async () => {
  let isAway = true;
  const { page, leave } = await openCamera(async (context) => {
    await context.route('**/*.wasm', async (route) => {
      if (isAway) await route.abort();
      else await route.continue();
    });
  });
  await page.waitForFunction(() => window.page.problems.at(-1) === 'reader');
  isAway = false;
  const code = nextCode();
  await camera.show(code);
  await sees(page, code);
  assert.deepEqual(await page.evaluate(() => window.page.problems.map(String)), [
    'reader',
    'undefined',
  ]);
  await leave();
});

test('over plain http the page is told why there is no camera', async () => {
  const { context, page, leave } = await visit(browser, 'http://checkin.example/checkin/');
  await context.route('http://checkin.example/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const response = await route.fetch({ url: new URL(pathname, served.url).href });
    await route.fulfill({ response });
  });
  await page.goto('');
  await page.waitForFunction(() => window.page.problems.length > 0);
  assert.deepEqual(await page.evaluate(() => window.page.problems), ['insecure']);
  // What is still on its way belongs to nobody.
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  await leave();
});

test('without any camera the page is told so', async () => {
  const without = await startBrowser();
  const { page, leave } = await visit(without, served.url);
  await page.goto('');
  await page.waitForFunction(() => window.page.problems.length > 0);
  assert.deepEqual(await page.evaluate(() => window.page.problems), ['none']);
  await leave();
  await without.close();
});

test('after its end it holds no camera', async () => {
  const { page, leave } = await openCamera();
  await page.waitForFunction(() => window.page.states.length > 0);
  const state = await page.evaluate(() => {
    const track = window.page.track();
    window.page.camera.stop();
    return track?.readyState;
  });
  assert.equal(state, 'ended');
  await isHidden(page, true);
  await isHidden(page, false);
  assert.equal(await page.evaluate(() => window.page.track()), undefined);
  await leave();
});
