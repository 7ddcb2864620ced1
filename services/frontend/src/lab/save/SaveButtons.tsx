import { type RefObject, useState } from 'react';
import { readRun } from '../data/lab-api.ts';
import { runCsv } from '../data/run-csv.ts';
import { strings } from '../../strings.ts';
import { labText } from '../strings.ts';
import { chartsPicture } from './charts-picture.ts';
import styles from './SaveButtons.module.css';
import { saveFile } from './save-file.ts';

const text = labText.save;

/** Saves a run: its charts as they stand, its seconds, its report. */
export function SaveButtons(props: { runId: string; charts: RefObject<HTMLElement | null> }) {
  const { runId, charts } = props;
  const [hasFailed, setHasFailed] = useState(false);
  const save = async (kind: 'png' | 'csv' | 'json') => {
    setHasFailed(false);
    try {
      saveFile(`onsale-run-${runId}.${kind}`, await contentOf(kind, runId, charts.current));
    } catch {
      setHasFailed(true);
    }
  };
  return (
    <div className={styles.save}>
      {(['png', 'csv', 'json'] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          className={styles.button}
          title={text[`${kind}Long`]}
          aria-label={text[`${kind}Long`]}
          onClick={() => void save(kind)}
        >
          {text[kind]}
        </button>
      ))}
      <output className={styles.failed}>{hasFailed && text.failed}</output>
    </div>
  );
}

async function contentOf(
  kind: 'png' | 'csv' | 'json',
  runId: string,
  charts: HTMLElement | null,
): Promise<Blob> {
  if (kind === 'png') {
    if (charts === null) throw new Error('there are no charts');
    const below = `${labText.run(runId)} · ${new Date().toLocaleString('en-GB')}`;
    return chartsPicture(charts, { title: strings.title(labText.title), below });
  }
  const report = await readRun(runId);
  return kind === 'csv'
    ? new Blob([runCsv(report)], { type: 'text/csv' })
    : new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' });
}
