import type { ContainerStatus, Pod } from './objects.ts';

/** Whether a pod gets requests. */
export function isReady({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  return (
    status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true
  );
}

/** How often the containers of these pods were started again. */
export function restartsOf(pods: readonly Pod[]): number {
  return pods.flatMap(containersOf).reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/**
 * Why a pod is not ready, as `gateway-5d…: Pending, 0/1 nodes are available: Insufficient cpu`;
 * undefined when it is, or has done its work.
 */
export function whyNotReady(pod: Pod): string | undefined {
  const { phase = 'Unknown', conditions = [] } = pod.status;
  if (phase === 'Succeeded' || isReady(pod)) return undefined;
  const waiting = containersOf(pod).flatMap(({ state }) => state?.waiting ?? []);
  const reasons = [
    ...(pod.metadata.deletionTimestamp === undefined ? [] : ['is being deleted']),
    ...conditions
      .filter(({ type, status }) => type === 'PodScheduled' && status === 'False')
      .map(({ message }) => message ?? 'is not scheduled'),
    ...waiting.map(({ reason, message }) => [reason, message].filter(Boolean).join(': ')),
  ].filter((reason) => reason !== '');
  return `${pod.metadata.name}: ${[phase, ...reasons].join(', ')}`;
}

/**
 * Why a pod will not get ready by itself, however long one waits: there is no room, or no image. It
 * may be so for a moment, while another pod leaves.
 */
export function isStuck(pod: Pod): boolean {
  const unscheduled = pod.status.conditions?.some(({ reason }) => reason === 'Unschedulable');
  const waiting = containersOf(pod).map(({ state }) => state?.waiting?.reason ?? '');
  return (
    unscheduled === true ||
    waiting.some((reason) => /ImagePull|InvalidImageName|CreateContainerConfigError/.test(reason))
  );
}

function containersOf({ status }: Pod): ContainerStatus[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
}
