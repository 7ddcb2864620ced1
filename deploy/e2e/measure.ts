import { setTimeout as delay } from 'node:timers/promises';
import { openCluster } from './cluster.ts';
import { install } from './run-to-end.ts';

// Measures what a pod needs, for the requests and limits in k8s/:  npm run k8s:measure
// [ORDERS_PER_SECOND]. One pod of each, at rest and during a sale; docs/kubernetes.md has the
// figures.

const APPS = [
  'redis',
  'gateway',
  'order-worker',
  'database-api',
  'audit',
  'workload-generator',
  'frontend',
];
const LOAD_S = 20;

const rps = Number(process.argv[2] ?? 500);
const cluster = await openCluster();
try {
  for (const app of APPS) await cluster.play(app, 0);
  await install(cluster);
  for (const app of APPS) await cluster.ready(app, 0);
  const rest = await usages();
  const generator = `http://${cluster.address('workload-generator')}:9000`;
  const started = await fetch(`${generator}/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rps, durationS: LOAD_S + 10 }),
  });
  if (started.status !== 201) throw new Error(await started.text());
  // Not the first seconds, in which Node compiles.
  await delay(5000);
  const before = await usages();
  const start = performance.now();
  await delay(LOAD_S * 1000);
  const after = await usages();
  const seconds = (performance.now() - start) / 1000;
  const report = await (await fetch(`${generator}/stats`)).text();
  for (const [app, { cpuS, memoryMib }] of after) {
    const cores = (cpuS - (before.get(app)?.cpuS ?? 0)) / seconds;
    const atRest = Math.round(rest.get(app)?.memoryMib ?? 0);
    say(`${app}: ${cores.toFixed(2)} cores, ${Math.round(memoryMib)} MiB (at rest ${atRest} MiB)`);
  }
  say(report);
} finally {
  await cluster.stop();
}

async function usages() {
  const all = new Map<string, { cpuS: number; memoryMib: number }>();
  for (const app of APPS) all.set(app, await cluster.usage(app, 0));
  return all;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
