import { type Cluster, ClusterError } from './cluster.ts';
import type { Autoscaler, Deployment, KubernetesObject, Pod } from './objects.ts';
import { OVERLAY } from './overlay.ts';
import { isReady, isStuck, whyNotReady } from './pod-states.ts';

/** A first start reads every image from a disk that may be slow. */
const AVAILABLE_TIMEOUT_S = 600;
/** A pod without a node or an image gets this long: a node may be starting. */
const STUCK_TIMEOUT_S = 90;
const PROGRESS_EVERY_S = 10;

/** Applies the overlay, or another; returns what kubectl said. */
export async function apply(cluster: Cluster, overlay = OVERLAY): Promise<string> {
  const { code, stdout, stderr } = await cluster.try(['apply', '-k', overlay]);
  if (code !== 0) throw new ClusterError(`kubectl apply -k ${overlay}:\n${stderr}`);
  return stdout + stderr;
}

/**
 * Waits until every Deployment, StatefulSet and Job of the namespace is as it should be, and tells
 * what it waits for. Rejects with the reasons when it can't be, or takes too long.
 */
export async function untilAvailable(cluster: Cluster, say: (line: string) => void): Promise<void> {
  const start = performance.now();
  const elapsedS = () => (performance.now() - start) / 1000;
  let stuckSinceS: number | undefined;
  let toldS = 0;
  for (;;) {
    const [waiting, pods] = [await unfinished(cluster), await cluster.pods()];
    if (waiting.length === 0) return;
    const reasons = pods.flatMap((pod) => whyNotReady(pod) ?? []);
    stuckSinceS = pods.some(isStuck) ? (stuckSinceS ?? elapsedS()) : undefined;
    const isHopeless = stuckSinceS !== undefined && elapsedS() - stuckSinceS > STUCK_TIMEOUT_S;
    if (isHopeless || elapsedS() > AVAILABLE_TIMEOUT_S) {
      throw new ClusterError(
        `${waiting.join(', ')} not available after ${Math.round(elapsedS())} s:\n${reasons.join('\n')}`,
      );
    }
    if (elapsedS() - toldS > PROGRESS_EVERY_S) {
      toldS = elapsedS();
      say(`${pods.filter(isReady).length} pods are ready; waiting for ${waiting.join(', ')}`);
    }
    await cluster.pause(500);
  }
}

/** Names of those that are not as they should be yet. */
async function unfinished(cluster: Cluster): Promise<string[]> {
  const deployments = await cluster.list<Deployment>('apps/v1/deployments');
  const sets = await cluster.list<Deployment>('apps/v1/statefulsets');
  const jobs = await cluster.list<Job>('batch/v1/jobs');
  return [
    ...deployments.filter((each) => !isRolledOut(each)),
    ...sets.filter(({ spec, status }) => (status.readyReplicas ?? 0) < spec.replicas),
    ...jobs.filter(({ status }) => (status.succeeded ?? 0) === 0),
  ].map(({ metadata }) => metadata.name);
}

interface Job extends KubernetesObject {
  status: { succeeded?: number };
}

/** Whether all pods of a Deployment are of its present version, and available. */
export function isRolledOut({ metadata, spec, status }: Deployment): boolean {
  return (
    status.observedGeneration === metadata.generation &&
    status.updatedReplicas === spec.replicas &&
    status.replicas === spec.replicas &&
    status.availableReplicas === spec.replicas
  );
}

/**
 * Runs `attack` with two of everything that buyers need, or of one part, as in the base; afterwards
 * everything is as in the overlay again.
 */
export async function withTwoOfEach(
  cluster: Cluster,
  say: (line: string) => void,
  attack: () => Promise<void>,
  part?: string,
): Promise<void> {
  const scalers = await cluster.list<Autoscaler>('autoscaling/v2/horizontalpodautoscalers');
  const single = scalers
    .filter(({ spec }) => spec.minReplicas < 2)
    .map(({ metadata }) => metadata.name)
    .filter((name) => part === undefined || name === part);
  try {
    for (const name of single) {
      await cluster.kubectl('patch', 'hpa', name, '-p', '{"spec":{"minReplicas":2}}');
    }
    await cluster.until(
      async () => await podsOf(cluster, single),
      (all) => all.every(({ pods }) => pods.filter(isReady).length >= 2),
      {
        timeoutS: AVAILABLE_TIMEOUT_S,
        describe: (all) =>
          `two of each: ${all.flatMap(({ pods }) => pods.flatMap((pod) => whyNotReady(pod) ?? [])).join('\n')}`,
      },
    );
    await untilAvailable(cluster, say);
    await attack();
  } finally {
    for (const name of single) {
      await cluster.putRight('patch', 'hpa', name, '-p', '{"spec":{"minReplicas":1}}');
    }
  }
}

async function podsOf(cluster: Cluster, apps: readonly string[]): Promise<{ pods: Pod[] }[]> {
  return await Promise.all(apps.map(async (app) => ({ pods: await cluster.pods(app) })));
}
