import { showMoment } from '../charts/chart-options.ts';
import { describeMark, marksWithin } from '../data/scaling-marks.ts';
import { labText } from '../strings.ts';
import { useLab, useStoredRun } from '../use-lab.ts';
import styles from './FleetView.module.css';

const text = labText.fleet;
const SHOWN = 20;

/** In words what the marks on the charts say: when processes came and went, and why. */
export function ScalingLog() {
  const newestMarks = useLab((state) => state.marks);
  const newest = useLab((state) => state.run);
  const stored = useStoredRun();
  const run = stored?.span ?? newest;
  const span = { fromS: run?.startS ?? 0, toS: stored?.span.endS ?? Number.POSITIVE_INFINITY };
  const shown = marksWithin(stored?.marks ?? newestMarks, span).slice(-SHOWN);
  if (shown.length === 0) return null;
  return (
    <section className={styles.log} aria-label={text.log}>
      <h3>{text.log}</h3>
      <ol>
        {shown.map((mark) => (
          <li key={`${mark.timeS} ${mark.service}`}>
            <time>{showMoment(mark.timeS, run?.startS)}</time> <b>{describeMark(mark)}</b>{' '}
            <span>{mark.reason}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
