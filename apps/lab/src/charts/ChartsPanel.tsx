import { SegmentedControl } from '@mantine/core';
import { useRef, useState } from 'react';
import type { WindowChoice } from '../data/chart-window.ts';
import { Panel } from '../Panel.tsx';
import { SaveButtons } from '../save/SaveButtons.tsx';
import { labText } from '../strings.ts';
import { useLab, useStoredRun } from '../use-lab.ts';
import { LiveCharts } from './LiveCharts.tsx';

const text = labText.charts;
const CHOICES: readonly WindowChoice[] = ['run', 60, 600, 3600];

/** The charts, how much time they show, and the ways to save them. */
export function ChartsPanel() {
  const [choice, setChoice] = useState<WindowChoice>('run');
  const place = useRef<HTMLDivElement>(null);
  const stored = useStoredRun();
  const newest = useLab((state) => state.run?.runId);
  const runId = stored?.span.runId ?? newest;
  return (
    <Panel
      title={text.title}
      actions={
        <>
          {stored === undefined && (
            <SegmentedControl
              aria-label={text.window}
              data={CHOICES.map((value) => ({ value: String(value), label: text.windows[value] }))}
              value={String(choice)}
              onChange={(value) =>
                setChoice(CHOICES.find((other) => String(other) === value) ?? 'run')
              }
            />
          )}
          {runId !== undefined && <SaveButtons runId={runId} charts={place} />}
        </>
      }
    >
      <div ref={place}>
        <LiveCharts choice={choice} />
      </div>
    </Panel>
  );
}
