// The service worker of the app: it keeps all files of the app on the device, and opens it from there, with a
// network or without one. What the app itself knows (its list, its scans) is kept by the app.
//
// A new version takes over as soon as all of its files are here, and is what the next start of the app opens. An
// app that is open goes on with the files that it was opened with, which are kept as well: their names have a
// hash, so no two versions are ever mixed.

/** What the build puts before this script: its version, its page, and its other files. */
declare const VERSION: string;
declare const PAGE: string;
declare const FILES: readonly string[];

/**
 * What we use of `ServiceWorkerGlobalScope`, whose types contradict those of pages. Exported so that the names here
 * are its own; the build makes a script of it.
 */
export interface Worker {
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}
interface LifeEvent {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}

const worker = self as unknown as Worker;
const PREFIX = 'checkin-';
const CACHE = PREFIX + VERSION;
/** Besides this one, for apps that are still open. In one evening there are no more. */
const KEPT_VERSIONS = 3;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([PAGE, ...FILES]))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetOld(), worker.clients.claim()]));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (!pathname.startsWith('/checkin/')) return;
  event.respondWith(answer(request));
});

async function answer(request: Request): Promise<Response> {
  const name = request.mode === 'navigate' ? PAGE : request;
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(name)) ?? (await caches.match(name));
  return kept ?? (await fetch(request));
}

// In the order in which they were made, the newest last.
async function forgetOld(): Promise<void> {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.slice(0, -KEPT_VERSIONS).map((name) => caches.delete(name)));
}
