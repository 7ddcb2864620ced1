import { Table } from '@mantine/core';
import type { LoadReport } from '@onsale/api-client';
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
import styles from './Runs.module.css';

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
    <Table className={styles.differences ?? ''}>
      <Table.Thead>
        <Table.Tr>
          {[text.measure, text.a, text.b, text.change].map((column) => (
            <Table.Th key={column} scope="col">
              {column}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {compareRuns(a, b).map((difference) => (
          <Table.Tr key={difference.measure}>
            <Table.Th scope="row">{text.measures[difference.measure]}</Table.Th>
            <Table.Td className={difference.better === 'a' ? styles.best : undefined}>
              {SHOW[difference.unit](difference.a)}
            </Table.Td>
            <Table.Td className={difference.better === 'b' ? styles.best : undefined}>
              {SHOW[difference.unit](difference.b)}
            </Table.Td>
            <Table.Td>
              {difference.change === 'new' ? text.isNew : showChange(difference.change)}
              <span className={styles.better}>{betterWords(difference)}</span>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function betterWords({ better }: Difference): string {
  return better === null ? NOTHING : text.better(text[better]);
}
