import type { LoadState } from '@onsale/contracts';
import { showClock } from './data/quantities.ts';
import { labText } from './strings.ts';
import styles from './StatusBar.module.css';
import { useLab } from './use-lab.ts';

/** What the generator is doing, and how far it is; or that nobody can know it now. */
export function StatusBar() {
  const stats = useLab((state) => state.stats);
  const isHeard = useLab(({ loadStream }) => loadStream.phase === 'open');
  const state: LoadState = stats?.state ?? 'idle';
  const planned = stats?.plannedS ?? 0;
  const elapsed = state === 'idle' ? 0 : Math.min(stats?.elapsedS ?? 0, planned);
  return (
    <div className={styles.bar}>
      <div className={styles.words}>
        <span className={styles.state} data-state={isHeard ? state : 'unknown'}>
          {stats === undefined ? labText.unheard : labText.states[state]}
        </span>
        <span className={styles.clock}>
          {showClock(elapsed)} / {showClock(planned)}
        </span>
        <span className={styles.explain}>
          {stats === undefined
            ? labText.unheardLong
            : isHeard
              ? labText.statesLong[state]
              : labText.lastKnown}
        </span>
        {stats?.runId !== undefined && (
          <span className={styles.run}>{labText.run(stats.runId)}</span>
        )}
      </div>
      <progress
        className={styles.progress}
        aria-label={labText.runProgress}
        max={Math.max(1, planned)}
        value={elapsed}
      />
    </div>
  );
}
