import { Button, Tooltip } from '@mantine/core';
import type { LoadReport } from '@onsale/api-client';
import { highestRateOf, planOf } from '@onsale/contracts/load-plan';
import { type RefObject, useState } from 'react';
import { readRun } from '../data/lab-api.ts';
import { showMs, showRate } from '../data/quantities.ts';
import { runCsv } from '../data/run-csv.ts';
import { labText } from '../strings.ts';
import { chartsPicture } from './charts-picture.ts';
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
    <>
      {(['png', 'csv', 'json'] as const).map((kind) => (
        <Tooltip key={kind} label={text[`${kind}Long`]} w="auto">
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={text[`${kind}Long`]}
            onClick={() => void save(kind)}
          >
            {text[kind]}
          </Button>
        </Tooltip>
      ))}
      <output>{hasFailed && text.failed}</output>
    </>
  );
}

async function contentOf(
  kind: 'png' | 'csv' | 'json',
  runId: string,
  charts: HTMLElement | null,
): Promise<Blob> {
  const report = await readRun(runId);
  if (kind === 'csv') return new Blob([runCsv(report)], { type: 'text/csv' });
  if (kind === 'json') {
    return new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' });
  }
  if (charts === null) throw new Error('there are no charts');
  return await chartsPicture(charts, {
    title: `${text.pictureTitle} · ${labText.run(runId)}`,
    below: summaryOf(report),
  });
}

function summaryOf({
  config,
  preset,
  averageRps,
  latency,
  verdict,
  startedAt,
}: LoadReport): string {
  const words = [
    new Date(startedAt ?? 0).toLocaleString('en-GB'),
    text.summary({
      profile: preset ?? labText.controls.profiles[config.profile],
      rate: showRate(highestRateOf(planOf(config))),
      sent: showRate(averageRps),
      p99: showMs(latency.run.p99),
    }),
    labText.verdict.outcomes[verdict.outcome],
  ];
  return words.join(' · ');
}
