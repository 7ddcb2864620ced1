import type { Instance } from '@onsale/contracts';
import { HEARTBEAT_MS, isInstanceOfProcess } from '@onsale/service';
import type { Replica } from './hpa/recommend.ts';

interface Watched {
  firstSeenMs: number;
  samples: { atMs: number; cpu: number }[];
}

/**
 * What the processes of one service announced of their CPU: the mean of the last window. As in
 * Kubernetes, the figure of a process counts once a whole window has passed since it was ready, and
 * these processes announce themselves when they are.
 */
export class ReplicaWatch {
  readonly #windowMs: number;
  readonly #watched = new Map<number, Watched>();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Takes what is announced now, once for each heartbeat, of the processes with these ids. */
  observe(pids: readonly number[], announcements: readonly Instance[], nowMs: number): void {
    for (const pid of this.#watched.keys()) if (!pids.includes(pid)) this.#watched.delete(pid);
    for (const pid of pids) {
      const announced = announcements.find(({ instance }) => isInstanceOfProcess(instance, pid));
      if (announced === undefined) continue;
      const watched = this.#watched.get(pid) ?? { firstSeenMs: nowMs, samples: [] };
      this.#watched.set(pid, watched);
      // The first announcement tells of the start.
      if (watched.firstSeenMs === nowMs) continue;
      watched.samples.push({ atMs: nowMs, cpu: announced.cpu });
      watched.samples = watched.samples.filter(({ atMs }) => atMs > nowMs - this.#windowMs);
    }
  }

  /** The state of a process; a crashed one that is to be started again has no id. */
  replica(pid: number | undefined, nowMs: number): Replica {
    const watched = pid === undefined ? undefined : this.#watched.get(pid);
    if (watched === undefined) return { state: 'unready' };
    if (nowMs - watched.firstSeenMs < this.#windowMs - TIMER_SLACK_MS) return { state: 'unready' };
    const samples = watched.samples.filter(({ atMs }) => atMs > nowMs - this.#windowMs);
    if (samples.length === 0) return { state: 'missing' };
    return {
      state: 'measured',
      cpu: samples.reduce((sum, { cpu }) => sum + cpu, 0) / samples.length,
    };
  }
}

/** Timers come a little early or late. */
const TIMER_SLACK_MS = HEARTBEAT_MS / 4;
