import { Button } from '@mantine/core';
import type { LoadState } from '@onsale/api-client';
import { LOAD_FORM_ID } from '../controls/LoadFormView.tsx';
import type { LoadControl } from '../controls/use-load-control.ts';
import { isActive } from '../data/load-samples.ts';
import { showClock, showMs, showRate } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import { useLab } from '../use-lab.ts';
import styles from './RunBar.module.css';

const text = labText.controls;

/**
 * Stays at the upper edge: what the generator is doing and how far it is, and the one button that
 * starts and stops it, so that neither is ever scrolled away.
 */
export function RunBar({ control }: { control: LoadControl }) {
  const stats = useLab((state) => state.stats);
  const isHeard = useLab(({ loadStream }) => loadStream.phase === 'open');
  const state: LoadState = stats?.state ?? 'idle';
  const planned = stats?.plannedS ?? 0;
  const elapsed = state === 'idle' ? 0 : Math.min(stats?.elapsedS ?? 0, planned);
  const moves = stats !== undefined && isActive(stats);
  return (
    <section className={styles.bar} aria-label={labText.runBar}>
      <span className={styles.state} data-state={isHeard ? state : 'unknown'}>
        {stats === undefined ? labText.unheard : labText.states[state]}
      </span>
      {state !== 'idle' && (
        <span className={styles.clock}>
          {showClock(elapsed)} / {showClock(planned)}
        </span>
      )}
      {moves && (
        <span className={styles.figures} aria-hidden="true">
          <b>{showRate(stats.achievedRps)}</b> /s <b>{showMs(stats.latency.second.p99)}</b> ms p99
        </span>
      )}
      <span className={styles.explain}>
        {stats === undefined
          ? labText.unheardLong
          : isHeard
            ? (stats.search?.sentence ?? labText.statesLong[state])
            : labText.lastKnown}
      </span>
      <StartOrStop control={control} />
      <progress
        className={styles.progress}
        aria-label={labText.runProgress}
        max={Math.max(1, planned)}
        value={elapsed}
      />
    </section>
  );
}

function StartOrStop({ control }: { control: LoadControl }) {
  const { active, busy, form } = control;
  if (active) {
    return (
      <Button
        color="bad"
        className={styles.button}
        disabled={busy !== undefined}
        onClick={() => void control.stop()}
      >
        {busy === 'stopping' ? text.stopping : text.stop}
      </Button>
    );
  }
  return (
    <Button
      type="submit"
      form={LOAD_FORM_ID}
      className={styles.button}
      disabled={busy !== undefined || form === undefined}
    >
      {busy === 'starting' ? text.starting : text.start}
    </Button>
  );
}
