import type {
  Audit,
  Books,
  LoadChange,
  LoadConfig,
  LoadReport,
  LoadRunSummary,
  Ticket,
} from '@onsale/contracts';
import { requestJson } from './request-json.ts';

const GENERATOR = '/workload';
const GATEWAY = '/api/v1';

export const LOAD_STREAM = `${GENERATOR}/stats/stream`;
export const FLEET_STREAM = `${GATEWAY}/fleet/stream`;

export function readConfig(): Promise<LoadConfig> {
  return requestJson(`${GENERATOR}/config`);
}

/** What is left out gets its default; a running load goes on by it. */
export function replaceConfig(change: LoadChange): Promise<LoadConfig> {
  return requestJson(`${GENERATOR}/config`, { method: 'PUT', body: change });
}

/** What is left out stays; a running load takes it at once. */
export function changeConfig(change: LoadChange): Promise<LoadConfig> {
  return requestJson(`${GENERATOR}/config`, { method: 'PATCH', body: change });
}

export function startRun(): Promise<{ runId: string; startedAt: string; config: LoadConfig }> {
  return requestJson(`${GENERATOR}/start`, { method: 'POST', body: {} });
}

export function stopRun(): Promise<LoadReport> {
  return requestJson(`${GENERATOR}/stop`, { method: 'POST' });
}

export async function readRuns(): Promise<LoadRunSummary[]> {
  const { runs } = await requestJson<{ runs: LoadRunSummary[] }>(`${GENERATOR}/runs`);
  return runs;
}

export function readRun(runId: string): Promise<LoadReport> {
  return requestJson(`${GENERATOR}/runs/${encodeURIComponent(runId)}`);
}

export function readBooks(): Promise<Books> {
  return requestJson(`${GATEWAY}/audit/books`);
}

export function runAudit(): Promise<Audit> {
  return requestJson(`${GATEWAY}/audit`);
}

export async function readTickets(): Promise<Ticket[]> {
  const { tickets } = await requestJson<{ tickets: Ticket[] }>(`${GATEWAY}/tickets`);
  return tickets;
}
