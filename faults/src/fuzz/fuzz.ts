import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import {
  delivery,
  type Operation,
  payments,
  redisCrud,
  staffOperations,
  staffPayments,
  ticketPurchase,
  waitingRoom,
  workload,
} from '@onsale/contracts';
import { eventually, type RunningService } from '@onsale/testing';
import fc from 'fast-check';
import { type FuzzRequest, requestTo } from './request-arbitrary.ts';
import { send } from './send.ts';

/** Requests in flight at a time. */
const CONNECTIONS = 16;
/** Memory growth that caches and the engine may cause after the first half. */
const ALLOWED_GROWTH_MIB = 60;

/** The result of a run. */
export interface FuzzReport {
  service: string;
  requests: number;
  /** How many responses had each status. */
  statuses: Record<string, number>;
  /** A sentence for each violation, with the request that caused it. */
  problems: string[];
}

/** The first one ends the key that all others are sent with. */
const { revokeOwnApiKey: _, ...ofOffice } = staffOperations;

export const OPERATIONS: Record<string, Record<string, Operation>> = {
  gateway: ticketPurchase,
  'database-api': redisCrud,
  'workload-generator': workload,
  payments: { ...payments, ...staffPayments },
  office: ofOffice,
  delivery,
  'waiting-room': waitingRoom,
};

/** Requests to any of these. */
export function requestsTo(operations: readonly Operation[]): fc.Arbitrary<FuzzRequest> {
  return fc.oneof(...operations.map(requestTo));
}

/**
 * Sends random and mutated requests to every operation of a service, and checks that it survives.
 */
export async function fuzz(
  service: RunningService,
  options: {
    requests: number;
    seed: number;
    /** How the report calls it; by default as the service is called. */
    name?: string;
    /** What is sent instead of requests to all operations of the service. */
    only?: fc.Arbitrary<FuzzRequest>;
    /** Sent with every request. */
    headers?: Record<string, string>;
    /** What no answer may have in it. */
    secrets?: readonly string[];
    say: (line: string) => void;
  },
): Promise<FuzzReport> {
  const { name = service.service } = options;
  const arbitrary = options.only ?? requestsTo(Object.values(OPERATIONS[service.service] ?? {}));
  const { headers = {}, secrets = [] } = options;
  const report: FuzzReport = { service: name, requests: 0, statuses: {}, problems: [] };
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  // Whoever started the service keeps one connection, from checking whether it is ready.
  const connectionsBefore = openConnections(service.address);
  let memoryAtHalf = 0;
  for (let sent = 0; sent < options.requests; sent += CONNECTIONS) {
    const requests = fc.sample(arbitrary, { numRuns: CONNECTIONS, seed: options.seed + sent });
    await Promise.all(
      requests.map((one) =>
        judge(
          service,
          { ...one, headers: { ...headers, ...one.headers } },
          { agent, report, secrets },
        ),
      ),
    );
    if (sent >= options.requests / 2 && memoryAtHalf === 0) memoryAtHalf = residentMib(service.pid);
    if (sent % 10_000 < CONNECTIONS) options.say(`${name}: ${sent} requests`);
  }
  const growth = residentMib(service.pid) - memoryAtHalf;
  if (growth > ALLOWED_GROWTH_MIB) {
    report.problems.push(`the memory grew by ${growth.toFixed(0)} MiB in the second half`);
  }
  agent.destroy();
  await eventually(
    async () => openConnections(service.address),
    (connections) => connections <= connectionsBefore,
  ).catch((error: unknown) => report.problems.push(`connections stay open: ${String(error)}`));
  return report;
}

async function judge(
  service: RunningService,
  request: FuzzRequest,
  { agent, report, secrets }: { agent: Agent; report: FuzzReport; secrets: readonly string[] },
): Promise<void> {
  report.requests += 1;
  try {
    const { status, headers, body } = await send(service.address, request, agent);
    report.statuses[status] = (report.statuses[status] ?? 0) + 1;
    const isError = status >= 400;
    if (status >= 500 && status !== 503)
      report.problems.push(describe(request, `${status} ${body}`));
    else if (isError && !isErrorBody(body))
      report.problems.push(describe(request, `${status} with the body ${body}`));
    if (tells(`${headers}\n${body}`, secrets))
      report.problems.push(describe(request, `${status} tells a secret: ${body}`));
  } catch (error) {
    report.problems.push(describe(request, String(error)));
  }
}

// A stack tells where we are.
const STACK = /\n\s+at .*\((file:|node:|\/)/;

function tells(answer: string, secrets: readonly string[]): boolean {
  return STACK.test(answer) || secrets.some((secret) => answer.includes(secret));
}

function isErrorBody(body: string): boolean {
  try {
    const { error, code, details } = JSON.parse(body) as Record<string, unknown>;
    return typeof error === 'string' && typeof code === 'string' && Array.isArray(details);
  } catch {
    return false;
  }
}

function describe({ method, path, headers, body }: FuzzRequest, outcome: string): string {
  return `${method} ${path} ${JSON.stringify(headers)} ${body?.slice(0, 500) ?? ''} → ${outcome}`;
}

// Client connections to the port, as the system sees them.
function openConnections(address: string): number {
  const port = Number(new URL(address).port).toString(16).toUpperCase().padStart(4, '0');
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  return rows.filter((row) => new RegExp(`^ *\\d+: \\w+:${port} \\w+:\\w+ 01 `).test(row)).length;
}

function residentMib(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
