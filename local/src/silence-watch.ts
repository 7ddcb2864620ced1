import type { Instance } from '@onsale/contracts';
import { isInstanceOfProcess } from '@onsale/service';

/**
 * Finds the processes that hang. All announce themselves, so one that no longer does, while others
 * do, has stopped working without having ended: in Kubernetes its liveness probe would fail.
 */
export class SilenceWatch {
  readonly #patience: number;
  /** How often in a row a process that has announced itself was missing. */
  readonly #missed = new Map<number, number>();

  /** `patience` is the number of observations in a row that a process may be missing from. */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /**
   * The ids of those of these processes that hang, by the announcements that are valid now. Call it
   * once a heartbeat, and only while Redis answers.
   */
  observe(pids: readonly number[], announcements: readonly Instance[]): number[] {
    for (const pid of this.#missed.keys()) if (!pids.includes(pid)) this.#missed.delete(pid);
    // When nobody announces anything, it is not the processes that are at fault.
    if (announcements.length === 0) return [];
    return pids.filter((pid) => {
      if (announcements.some(({ instance }) => isInstanceOfProcess(instance, pid))) {
        this.#missed.set(pid, 0);
        return false;
      }
      const before = this.#missed.get(pid);
      // It has only just started.
      if (before === undefined) return false;
      this.#missed.set(pid, before + 1);
      return before + 1 > this.#patience;
    });
  }
}
