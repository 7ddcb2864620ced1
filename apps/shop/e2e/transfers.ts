import type { Page } from 'playwright-core';

/** A request of a page, and what came for it over the network. */
export interface Transfer {
  url: string;
  /** 0 before there is a response. */
  status: number;
  /** As sent: compressed, with its headers. 0 of what the browser had. */
  bytes: number;
  isDone: boolean;
}

/** Everything that a page loads from now on, as Chromium counts it. */
export async function noteTransfers(page: Page): Promise<Map<string, Transfer>> {
  const found = new Map<string, Transfer>();
  const change = (id: string, to: Partial<Transfer>) => {
    const before = found.get(id);
    if (before !== undefined) found.set(id, { ...before, ...to });
  };
  const devtools = await page.context().newCDPSession(page);
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
    found.set(requestId, { url: request.url, status: 0, bytes: 0, isDone: false });
  });
  devtools.on('Network.responseReceived', ({ requestId, response }) => {
    change(requestId, { status: response.status });
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    change(requestId, { bytes: encodedDataLength, isDone: true });
  });
  devtools.on('Network.requestServedFromCache', ({ requestId }) => {
    change(requestId, { isDone: true });
  });
  devtools.on('Network.loadingFailed', ({ requestId }) => change(requestId, { isDone: true }));
  await devtools.send('Network.enable');
  return found;
}
