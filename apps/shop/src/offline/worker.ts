// The service worker of the pages of orders: whoever has seen their tickets on a device sees them there
// without a network. It keeps the files that draw the page of an order, and nothing else: what the page
// shows is kept by the page itself (kept-orders.ts), and whatever else is asked for goes to the network.
//
// A page that was opened keeps the files it was opened with: a new version of this worker, which has its
// own, takes over when the last page of the old one is closed. With a network, a page always comes from
// there.

/** What the build puts before this script: its version, and the files that draw the page of an order. */
declare const VERSION: string;
declare const FILES: readonly string[];

/** What we use of `ServiceWorkerGlobalScope`, whose types contradict those of pages. */
interface Worker {
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
}
interface LifeEvent {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}

const worker = self as unknown as Worker;
const PREFIX = 'order-page-';
const CACHE = PREFIX + VERSION;
/** The page itself, whichever order it is to show. */
const PAGE = '/index.html';
/** A network that takes longer is none, for somebody who stands at the entrance. */
const PATIENCE_MS = 4000;

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...FILES])));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys().then((names) => {
      const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
      return Promise.all(old.map((name) => caches.delete(name)));
    }),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(openPage(request));
  // A hash in its name says what is in it.
  else if (pathname.startsWith('/assets/')) event.respondWith(readFile(request));
});

async function openPage(request: Request): Promise<Response> {
  const kept = await fromCache(PAGE);
  if (kept === undefined) return await fetch(request);
  const patience = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([fetch(request).catch(() => undefined), patience]);
  return answer === undefined || answer.status >= 500 ? kept : answer;
}

async function readFile(request: Request): Promise<Response> {
  return (await fromCache(request)) ?? (await fetch(request));
}

async function fromCache(request: Request | string): Promise<Response | undefined> {
  const cache = await caches.open(CACHE);
  return await cache.match(request);
}
