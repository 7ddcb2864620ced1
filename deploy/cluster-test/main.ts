import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { HELP, type Arguments, readArguments, UsageError } from './arguments.ts';
import { Cluster, ClusterError } from './cluster.ts';
import { openDoor } from './door.ts';
import { readEnvironment, requireUsable } from './environment.ts';
import { loadImages } from './images.ts';
import { stopOutside } from './outside.ts';
import { OVERLAY, writeOverlay } from './overlay.ts';
import { hasPassed, renderReport, type StepResult, summaryTable } from './report.ts';
import { Shop } from './shop.ts';
import { Notes, Skipped, type Stage, type Step } from './step.ts';
import { STEPS } from './steps.ts';
import { whyNotReady } from './pod-states.ts';

const began = performance.now();
const ending = new AbortController();
// The first Ctrl-C lets the running step put things right, and tears down; the second ends at once.
process.once('SIGINT', () => {
  say('ending; press Ctrl-C again to leave everything as it is');
  ending.abort(new Error('ended by Ctrl-C'));
  process.once('SIGINT', () => process.exit(130));
});

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  const isOurs = error instanceof UsageError || error instanceof ClusterError;
  process.stderr.write(`${isOurs ? error.message : String((error as Error).stack)}\n`);
  return 2;
});
// Programs in the background end with this one.
process.exit();

async function main(args: readonly string[]): Promise<number> {
  const names = STEPS.map(({ name }) => name);
  const given = readArguments(args, names);
  if (given.help || given.list) {
    const list = STEPS.map(({ name, title }) => `${name.padEnd(14)} ${title}\n`).join('');
    process.stdout.write(given.help ? `${HELP}\n${list}` : list);
    return 0;
  }
  const steps = STEPS.filter(({ name }) => given.steps.includes(name));
  const cluster = await Cluster.open(given.namespace, ending.signal);
  const isNew = given.steps.includes('install');
  await requireUsable(cluster, isNew);
  writeOverlay(given);
  if (given.loadImages !== undefined) {
    await loadImages(cluster, { overlay: OVERLAY, command: given.loadImages }, say);
  }
  const results = await takeSteps(cluster, steps, given);
  const door =
    results.find(({ figures }) => figures['door'] !== undefined)?.figures['door'] ?? given.door;
  const report = {
    at: new Date().toISOString(),
    environment: await readEnvironment(await reopen(cluster), door),
    steps: results,
  };
  const file = resolve(given.report);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, renderReport(report));
  writeFileSync(`${file}.json`, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`\n${summaryTable(results)}\n\nwrote ${file} and ${file}.json\n`);
  return hasPassed(report) ? 0 : 1;
}

/** The cluster, also after Ctrl-C. */
async function reopen(cluster: Cluster): Promise<Cluster> {
  return cluster.signal.aborted
    ? await Cluster.open(cluster.namespace, new AbortController().signal)
    : cluster;
}

async function takeSteps(
  cluster: Cluster,
  steps: readonly Step[],
  given: Arguments,
): Promise<StepResult[]> {
  let shop: Shop | undefined;
  const stage: Stage = {
    cluster,
    overlay: given,
    wholeNodes: given.wholeNodes,
    shop: async () => (shop ??= new Shop(cluster, await openDoor(cluster, given.door))),
  };
  const results: StepResult[] = [];
  try {
    for (const step of steps) {
      // Nothing can be shown of what is not there; and it is taken down also after Ctrl-C, below.
      if (
        cluster.signal.aborted ||
        (results[0]?.name === 'install' && results[0].reason !== undefined)
      )
        break;
      results.push(await takeStep(step, stage));
    }
  } finally {
    await stopOutside(cluster);
    const isDown = results.some(({ name }) => name === 'teardown');
    const wasOurs = results.some(({ name }) => name === 'install');
    if (wasOurs && !isDown && !given.keep) {
      say(`deleting the namespace ${given.namespace}`);
      await cluster.putRight(
        'delete',
        'namespace',
        given.namespace,
        '--ignore-not-found',
        '--timeout=300s',
      );
    }
  }
  return results;
}

async function takeStep(step: Step, stage: Stage): Promise<StepResult> {
  const start = performance.now();
  say(`${step.name}: ${step.title}`);
  const notes = new Notes((line) => say(`  ${line}`));
  const ended = await step.run(stage, notes).then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  const { checks, figures, tables } = notes;
  const isFailed =
    checks.some(({ passed }) => !passed) || (ended !== undefined && !(ended instanceof Skipped));
  const outcome = isFailed ? 'failed' : ended instanceof Skipped ? 'skipped' : 'passed';
  const seconds = (performance.now() - start) / 1000;
  const reason = ended === undefined ? undefined : await explain(ended, stage.cluster);
  say(`${step.name}: ${outcome.toUpperCase()}${reason === undefined ? '' : `, ${reason}`}`);
  const result = {
    name: step.name,
    title: step.title,
    outcome,
    seconds,
    checks,
    figures,
    tables,
  } as const;
  return reason === undefined ? result : { ...result, reason };
}

/** Why a step ended early, with the pods that are not well. */
async function explain(reason: Error, cluster: Cluster): Promise<string> {
  if (reason instanceof Skipped || cluster.signal.aborted) return reason.message;
  const pods = await cluster.pods().catch(() => []);
  const unwell = pods
    .flatMap((pod) => whyNotReady(pod) ?? [])
    .filter((line) => !reason.message.includes(line));
  const isOurs = reason instanceof ClusterError;
  return [isOurs ? reason.message : (reason.stack ?? reason.message), ...unwell].join('\n');
}

function say(line: string): void {
  const seconds = Math.round((performance.now() - began) / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  process.stdout.write(`${time.padStart(6)}  ${line.replaceAll('\n', '\n        ')}\n`);
}
