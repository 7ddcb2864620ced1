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
import { FigureTable } from '../FigureTable.tsx';
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
    <FigureTable className={styles.table} columns={[text.measure, text.a, text.b, text.change]}>
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
    </FigureTable>
  );
}

function betterWords({ better }: Difference): string {
  return better === null ? NOTHING : text.better(text[better]);
}
