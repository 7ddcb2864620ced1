import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import type { LoadReport } from '@onsale/contracts';
import { project } from '../tools/find-tools.ts';
import { firstMatch, startInBackground } from './background.ts';
import type { Cluster } from './cluster.ts';
import { execOutside, startOutside } from './outside.ts';
import type { Shop } from './shop.ts';

const FOLDER = `${project}.data/cluster-test/`;
const COMMAND = 'services/workload-generator/src/command-line.ts';
/** It is stopped long before. */
const LONGEST = '3600s';
/** The first request is due a moment after the beginning. */
const MARGIN_MS = 1000;

/** A load that lives outside the shop, so that it does not end with one of its pods. */
export interface Load {
  /** Waits until this many requests should have been sent. */
  untilSent(requests: number): Promise<void>;
  /** Ends it, and returns its report once all answers are there. */
  stop(): Promise<LoadReport>;
}

/**
 * Orders from the rehearsal through the door, over kept connections, at a constant rate: from this
 * machine if it reaches a node's port, else from a pod of another namespace.
 */
export async function startLoad(cluster: Cluster, shop: Shop, rps: number): Promise<Load> {
  const options = ['--rps', `${rps}`, '--duration', LONGEST, '--follow', '10', '--failures', '0'];
  const isHere = shop.door.way === 'node-port';
  const load = isHere
    ? startHere(await shop.door.url(), options)
    : await startThere(cluster, options);
  const said = collect(load.child);
  // It says so when it begins; on a busy machine, Node itself takes seconds.
  await firstMatch(load.child, /^run \S+ against/m);
  const start = performance.now();
  return {
    async untilSent(requests) {
      const leftMs = (requests / rps) * 1000 + MARGIN_MS - (performance.now() - start);
      if (load.child.exitCode !== null) throw new Error(`the load has ended:\n${said()}`);
      if (leftMs > 0) await cluster.pause(leftMs);
    },
    async stop() {
      const ended = load.child.exitCode === null ? once(load.child, 'exit') : undefined;
      await load.interrupt();
      await ended;
      return JSON.parse(await load.readReport()) as LoadReport;
    },
  };
}

interface Running {
  child: ChildProcess;
  /** Lets it end by itself, with a report. */
  interrupt(): Promise<void>;
  readReport(): Promise<string>;
}

function startHere(url: string, options: readonly string[]): Running {
  mkdirSync(FOLDER, { recursive: true });
  const out = `${FOLDER}load`;
  const target = ['--target', `${url}/api`, '--out', out];
  const child = startInBackground(process.execPath, [project + COMMAND, ...target, ...options]);
  return {
    child,
    interrupt: async () => void child.kill('SIGINT'),
    readReport: async () => readFileSync(`${out}.json`, 'utf8'),
  };
}

async function startThere(cluster: Cluster, options: readonly string[]): Promise<Running> {
  await startOutside(cluster);
  const { namespace } = cluster;
  const target = `--target http://frontend.${namespace}.svc:8080/api --out /tmp/load`;
  const script = `echo $$ >/tmp/pid; exec node /app/${COMMAND} ${target} ${options.join(' ')}`;
  const child = cluster.background(...execOutside(namespace, 'sh', '-c', script));
  return {
    child,
    async interrupt() {
      await cluster.kubectl(...execOutside(namespace, 'sh', '-c', 'kill -INT $(cat /tmp/pid)'));
    },
    readReport: async () =>
      await cluster.kubectl(...execOutside(namespace, 'cat', '/tmp/load.json')),
  };
}

/** What a program has printed so far. */
function collect({ stdout, stderr }: ChildProcess): () => string {
  let said = '';
  for (const each of [stdout, stderr])
    each?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return () => said;
}

/** What failed in a load, and when, as `3 × connection closed (POST /orders), 12 to 14 s after the start`. */
export function describeFailures(report: Pick<LoadReport, 'failures' | 'seconds'>): string {
  const kinds = report.failures.map(
    ({ count, kind, endpoint }) => `${count} × ${kind} (${endpoint})`,
  );
  const failing = report.seconds.filter(({ failure }) => failure > 0);
  const [first, last] = [failing[0], failing.at(-1)];
  if (first === undefined || last === undefined) return kinds.join('; ');
  const when = `${first.fromS} to ${last.fromS + last.spanS} s after the start, in ${failing.length} s of them`;
  return `${kinds.join('; ')}, ${when}`;
}
