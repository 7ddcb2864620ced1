import type { Instance } from '@onsale/contracts';
import { HEARTBEAT_MS, isInstanceOfProcess } from '@onsale/service';
import type { Replica } from './hpa/recommend.ts';

interface Watched {
  firstSeenMs: number;
  samples: { atMs: number; cpu: number }[];
}

/**
 * The CPU that the processes of one service announced: the mean over the last window. As in
 * Kubernetes, a process counts once a whole window has passed since it became ready, which is when
 * these processes first announce themselves.
 */
export class ReplicaWatch {
  readonly #windowMs: number;
  readonly #watched = new Map<number, Watched>();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Records the current announcements of the processes with these ids; call it once a heartbeat. */
  observe(pids: readonly number[], announcements: readonly Instance[], nowMs: number): void {
    for (const pid of this.#watched.keys()) if (!pids.includes(pid)) this.#watched.delete(pid);
    for (const pid of pids) {
      const announced = announcements.find(({ instance }) => isInstanceOfProcess(instance, pid));
      if (announced === undefined) continue;
      const watched = this.#watched.get(pid) ?? { firstSeenMs: nowMs, samples: [] };
      this.#watched.set(pid, watched);
      // The first announcement covers the start of the process.
      if (watched.firstSeenMs === nowMs) continue;
      watched.samples.push({ atMs: nowMs, cpu: announced.cpu });
      watched.samples = watched.samples.filter(({ atMs }) => atMs > nowMs - this.#windowMs);
    }
  }

  /** The state of a process; one that crashed and will be restarted has no id. */
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
