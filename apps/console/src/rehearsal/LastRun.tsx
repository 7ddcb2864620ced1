import { Alert, Text } from '@mantine/core';
import type { RehearsalRun } from '@onsale/api-client';
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../app/Loaded.tsx';
import { m } from '../app/texts.ts';
import { reportQuery } from './rehearsal-queries.ts';
import { ReportView } from './ReportView.tsx';
import { nameOf, wordsOfProblem } from './words-of-rehearsal.ts';

/** How the last rehearsal has ended. */
export function LastRun({ run }: { run: RehearsalRun }) {
  const { state, problem, runId } = run;
  if (state === 'finished') return <Finished runId={runId} />;
  if (state === 'stopped') {
    return (
      <Alert color="gray" mb="md" title={m.rehearsal_stopped_title()}>
        {m.rehearsal_stopped_text()}
      </Alert>
    );
  }
  const isRefused = state === 'refused';
  return (
    <Alert
      color="bad"
      mb="md"
      role="alert"
      title={isRefused ? m.rehearsal_refused_title() : m.rehearsal_failed_title()}
    >
      <Text size="sm">{problem === undefined ? '' : wordsOfProblem(problem)}</Text>
      <Text size="sm">{m.rehearsal_nothing_left()}</Text>
    </Alert>
  );
}

function Finished({ runId }: { runId: string }) {
  const report = useQuery(reportQuery(runId));
  return (
    <Loaded query={report}>
      {(shown) => (
        <ReportView
          title={m.rehearsal_report_of({ name: nameOf(shown.eventName) })}
          runId={runId}
          report={shown}
        />
      )}
    </Loaded>
  );
}
