import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { CheckInList, Scan } from '@onsale/contracts';
import { freePorts } from '@onsale/testing';
import type { BrowserContext, Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { CheckinSession, SessionState } from '../src/scans/checkin-session.ts';
import type { ScanResults } from '../src/device/office.ts';

declare global {
  interface Window {
    /** Of desk-app/main.ts. */
    desk: CheckinSession;
  }
}

const PATIENCE_MS = 15_000;

/** An office that says what a test wants it to. */
export interface PretendedOffice {
  list: (query: URLSearchParams) => Listed | Promise<Listed>;
  /** What it answers to scans; never, with `hang`. */
  scans: (scans: Scan[]) => ScanResults['results'] | Refusal | 'hang';
  /** All scans that it was sent, also those that it did not answer. */
  sent: Scan[];
  /** By how much its clock is ahead of that of this machine. */
  aheadMs: number;
}

type Listed = Partial<CheckInList> | Refusal;

export interface Refusal {
  status: number;
  code: string;
}

/** Serves what a device does, without its screens, and an office. */
export interface DeskServer {
  url: string;
  office: PretendedOffice;
  stop(): Promise<void>;
}

export async function startDeskServer(office: Omit<PretendedOffice, 'sent'>): Promise<DeskServer> {
  const script = await buildEntry();
  const pretended: PretendedOffice = { ...office, sent: [] };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (url.pathname.startsWith('/api/')) {
      void answer(pretended, url, request, response);
      return;
    }
    const isScript = url.pathname === '/desk.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? script : '<!doctype html><script type="module" src="/desk.js"></script>',
    );
  });
  const [port = 0] = await freePorts(1);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${port}`,
    office: pretended,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A window of a device, and what it shows. */
export interface DeskWindow {
  page: Page;
  call<Name extends Calls>(
    name: Name,
    ...given: Parameters<CheckinSession[Name]>
  ): Promise<Awaited<ReturnType<CheckinSession[Name]>>>;
  state(): Promise<SessionState>;
  /** Resolves once its state is as wanted. */
  until(isWanted: (state: SessionState) => boolean): Promise<void>;
}

type Calls = Exclude<keyof CheckinSession, 'subscribe'>;

/** Opens the desk; with a code it is signed in. */
export async function openDesk(
  context: BrowserContext,
  url: string,
  { code }: { code?: string } = {},
): Promise<DeskWindow> {
  const page = await context.newPage();
  await page.goto(`${url}/${code === undefined ? '' : `#code=${code}`}`);
  return await deskOn(page);
}

/** The same after a reload. */
export async function deskOn(page: Page): Promise<DeskWindow> {
  await page.waitForFunction(() => window.desk.getState().phase !== 'starting');
  return {
    page,
    call: async (name, ...given) => {
      const done = page.evaluate(
        ([called, values]) => {
          const call = window.desk[called].bind(window.desk) as (...of: unknown[]) => unknown;
          return call(...(values as unknown[]));
        },
        [name, given] as const,
      );
      return (await done) as never;
    },
    state: async () => await page.evaluate(() => window.desk.getState()),
    until: async (isWanted) => {
      const untilMs = Date.now() + PATIENCE_MS;
      let state = await page.evaluate(() => window.desk.getState());
      while (!isWanted(state)) {
        if (Date.now() > untilMs) throw new Error(`the desk still is ${JSON.stringify(state)}`);
        state = await page.evaluate(nextState);
      }
    },
  };
}

// The next one, or that of now when there is none for a while. It runs in the page.
async function nextState(): Promise<SessionState> {
  await new Promise<void>((resolve) => {
    const stop = window.desk.subscribe(done);
    const timer = setTimeout(done, 500);
    function done(): void {
      stop();
      clearTimeout(timer);
      resolve();
    }
  });
  return window.desk.getState();
}

async function buildEntry(): Promise<string> {
  const built = await build({
    ...{ configFile: false, logLevel: 'error', define: { 'import.meta.env.DEV': 'false' } },
    build: {
      ...{ write: false, target: 'esnext', minify: false },
      lib: { entry: fileURLToPath(new URL('desk-app/main.ts', import.meta.url)), formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [{ output }] = [built].flat() as [Rolldown.RolldownOutput];
  return output[0].code;
}

async function answer(
  office: PretendedOffice,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = await new Response(request as never).text();
  const now = Date.now() + office.aheadMs;
  const reply = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const refuse = ({ status, code }: Refusal) => reply(status, { error: code, code, details: [] });
  switch (url.pathname) {
    case '/api/v1/devices': {
      const { code } = JSON.parse(text) as { code: string };
      if (code === 'used') return refuse({ status: 410, code: 'DEVICE_CODE_EXPIRED' });
      return reply(201, {
        device: { deviceId: code, name: `Device ${code}`, entranceId: 'north' },
        ...{ eventId: 'three-days', eventName: 'Three days', token: `token-${code}` },
      });
    }
    case '/api/v1/devices/me':
      response.writeHead(204);
      return void response.end();
    case '/api/v1/check-in-list': {
      const list = await office.list(url.searchParams);
      return 'status' in list ? refuse(list) : reply(200, { now, ...list });
    }
    case '/api/v1/checkins': {
      const { scans } = JSON.parse(text) as { scans: Scan[] };
      office.sent.push(...scans);
      const results = office.scans(scans);
      if (results === 'hang') return;
      return Array.isArray(results) ? reply(200, { now, results }) : refuse(results);
    }
    default:
      return refuse({ status: 404, code: 'NOT_FOUND' });
  }
}
