import type { LoadState } from '@onsale/contracts';
import { showClock } from './data/quantities.ts';
import { labText } from './strings.ts';
import styles from './StatusBar.module.css';
import { useLab } from './use-lab.ts';

/** What the generator is doing, and how far it is. */
export function StatusBar() {
  const stats = useLab((state) => state.stats);
  const state: LoadState = stats?.state ?? 'idle';
  const planned = stats?.plannedS ?? 0;
  const elapsed = state === 'idle' ? 0 : Math.min(stats?.elapsedS ?? 0, planned);
  return (
    <div className={styles.bar}>
      <div className={styles.words}>
        <span className={styles.state} data-state={state}>
          {labText.states[state]}
        </span>
        <span className={styles.clock}>
          {showClock(elapsed)} / {showClock(planned)}
        </span>
        <span className={styles.explain}>{labText.statesLong[state]}</span>
        {stats?.runId !== undefined && (
          <span className={styles.run}>{labText.run(stats.runId)}</span>
        )}
      </div>
      <progress
        className={styles.progress}
        data-state={state}
        aria-label={labText.runProgress}
        max={Math.max(1, planned)}
        value={elapsed}
      />
    </div>
  );
}
