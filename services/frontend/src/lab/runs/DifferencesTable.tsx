import type { LoadReport } from '@onsale/contracts';
import { compareRuns, type Difference, type Unit } from '../data/compare-runs.ts';
import {
  NOTHING,
  showChange,
  showClock,
  showCount,
  showMs,
  showRate,
  showShare,
} from '../data/quantities.ts';
import { labText } from '../strings.ts';
import styles from './DifferencesTable.module.css';

const text = labText.runs;

const SHOW: Record<Unit, (value: number | null) => string> = {
  perSecond: showRate,
  count: showCount,
  ms: showMs,
  share: showShare,
  seconds: showClock,
};

/** Every measure of two runs, and which of them did better. */
export function DifferencesTable({ a, b }: { a: LoadReport; b: LoadReport }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{text.measure}</th>
          <th scope="col">{text.a}</th>
          <th scope="col">{text.b}</th>
          <th scope="col">{text.change}</th>
        </tr>
      </thead>
      <tbody>
        {compareRuns(a, b).map((difference) => (
          <tr key={difference.measure}>
            <th scope="row">{text.measures[difference.measure]}</th>
            <td data-better={difference.better === 'a' || undefined}>
              {SHOW[difference.unit](difference.a)}
            </td>
            <td data-better={difference.better === 'b' || undefined}>
              {SHOW[difference.unit](difference.b)}
            </td>
            <td>
              {showChange(difference.change)}
              <span className={styles.better}>{betterWords(difference)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function betterWords({ better }: Difference): string {
  return better === null ? NOTHING : text.better(text[better]);
}
