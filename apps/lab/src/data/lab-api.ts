import {
  ApiError,
  type CrowdStart,
  type CrowdStats,
  type LoadChange,
  type LoadConfig,
  type LoadReport,
  type LoadStart,
  NetworkError,
  localApi,
  operationsApi,
  purchaseApi,
  type RehearsalReset,
  request,
  workloadApi,
} from '@onsale/api-client';
import { queryOptions } from '@tanstack/react-query';

export const LOAD_STREAM = '/workload/stats/stream';
export const FLEET_STREAM = '/api/v1/fleet/stream';

/** Counting a million orders takes seconds on a slow machine; the door waits as long. */
const AUDIT_TIMEOUT_MS = 120_000;
/** The longest that the end of a run may wait for its orders. */
const STOP_TIMEOUT_MS = 610_000;
const BOOKS_EVERY_MS = 2000;
/** While a run goes, its line in the list does too. */
const RUNS_EVERY_MS = 3000;
const ASK_AGAIN_MS = 2000;
/** The generator looks where people are once a second. */
const CROWD_EVERY_MS = 500;

/** `/config.json` of the site, as far as the laboratory asks. */
export interface SiteConfig {
  /** Whether processes may be killed from this page: only where `npm start` has started them. */
  kill?: boolean;
}

// `always`: the machine under test is often this one, which answers without any network.
const common = { networkMode: 'always', retry: false } as const;

/** The loads that can be started by name, asked for until they are known. */
export const presetsQuery = queryOptions({
  ...common,
  queryKey: ['lab', 'presets'],
  queryFn: async ({ signal }) => (await workloadApi.get('/presets', { signal })).presets,
  staleTime: Number.POSITIVE_INFINITY,
  refetchInterval: ({ state }) => (state.data === undefined ? ASK_AGAIN_MS : false),
});

/** What this installation lets a page do. */
export const siteQuery = queryOptions({
  ...common,
  queryKey: ['site'],
  queryFn: ({ signal }) => request<SiteConfig>('/config.json', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const booksQuery = queryOptions({
  ...common,
  queryKey: ['lab', 'books'],
  queryFn: ({ signal }) => operationsApi.get('/audit/books', { signal }),
  refetchInterval: BOOKS_EVERY_MS,
});

/** An event by its id, which may be a rehearsal, with its ticket types. */
export function eventQuery(event: string) {
  return queryOptions({
    ...common,
    queryKey: ['lab', 'event', event],
    queryFn: ({ signal }) =>
      purchaseApi.get('/events/{eventId}', { path: { eventId: event }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What is on sale, for its names. */
export const ticketsQuery = queryOptions({
  ...common,
  queryKey: ['tickets'],
  queryFn: async ({ signal }) => (await purchaseApi.get('/tickets', { signal })).tickets,
});

/** Runs when it is told to, and never by itself. */
export const auditQuery = queryOptions({
  ...common,
  queryKey: ['lab', 'audit'],
  queryFn: ({ signal }) => operationsApi.get('/audit', { signal, timeoutMs: AUDIT_TIMEOUT_MS }),
  enabled: false,
  staleTime: Number.POSITIVE_INFINITY,
});

/** The runs that the generator still knows; read again for each run that starts or ends. */
export function runsQuery(newest: { runId: string | undefined; isOver: boolean }) {
  return queryOptions({
    ...common,
    queryKey: ['lab', 'runs', newest.runId, newest.isOver],
    queryFn: async ({ signal }) => (await workloadApi.get('/runs', { signal })).runs,
    refetchInterval: newest.isOver ? false : RUNS_EVERY_MS,
  });
}

export function runQuery(runId: string) {
  return queryOptions({
    ...common,
    queryKey: ['lab', 'run', runId],
    queryFn: () => readRun(runId),
  });
}

/** The report of one run: all that is known of it. */
export async function readRun(runId: string): Promise<LoadReport> {
  return await workloadApi.get('/runs/{runId}', { path: { runId } });
}

/** What is left out gets its default; a running load goes on by it. */
export async function replaceConfig(change: LoadChange): Promise<LoadConfig> {
  return await workloadApi.put('/config', { body: change });
}

/** What is left out stays; a running load takes it at once. */
export async function changeConfig(change: LoadChange): Promise<LoadConfig> {
  return await workloadApi.patch('/config', { body: change });
}

export async function startRun(what: LoadStart): Promise<void> {
  await workloadApi.post('/start', { body: what });
}

/** The crowd that is there, or was last; asked for more often while there is one. */
export const crowdQuery = queryOptions({
  ...common,
  queryKey: ['lab', 'crowd'],
  queryFn: ({ signal }) => workloadApi.get('/crowd', { signal }),
  refetchInterval: ({ state }) => (state.data?.state === 'running' ? CROWD_EVERY_MS : ASK_AGAIN_MS),
});

export async function startCrowd(asked: CrowdStart): Promise<void> {
  await workloadApi.post('/crowd/start', { body: asked });
}

export async function stopCrowd(): Promise<CrowdStats> {
  return await workloadApi.post('/crowd/stop', { body: {} });
}

/** Deletes all orders of rehearsals and puts their tickets back on sale. */
export async function resetRehearsal(): Promise<RehearsalReset> {
  return await workloadApi.post('/rehearsal/reset', { body: {} });
}

/** Kills a process of `npm start`, as a crash would. */
export async function killProcess(instance: string): Promise<void> {
  await localApi.post('/local/kill', { body: { instance } });
}

export async function stopRun(): Promise<void> {
  await workloadApi.post('/stop', { body: {}, timeoutMs: STOP_TIMEOUT_MS });
}

/** Nobody was there: no connection, or a door that says so. Nothing was refused. */
export function isUnreachable(error: unknown): boolean {
  return (
    error instanceof NetworkError ||
    (error instanceof ApiError && error.code === 'SERVICE_UNAVAILABLE')
  );
}
