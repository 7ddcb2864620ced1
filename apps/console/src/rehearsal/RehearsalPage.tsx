import { Alert } from '@mantine/core';
import { IconMasksTheater } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Loaded } from '../app/Loaded.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useMayForAll } from '../app/use-me.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { LastRun } from './LastRun.tsx';
import { PlanPanel } from './PlanPanel.tsx';
import { type Rehearsals, rehearsalsQuery } from './rehearsal-queries.ts';
import { ReportList } from './ReportList.tsx';
import { RunProgress } from './RunProgress.tsx';

const route = getRouteApi('/signed-in/rehearsal');

/** Plays a sale before anybody buys: planned, watched and reported here. */
export function RehearsalPage() {
  return useMayForAll()('sale.control') ? <RehearsalView /> : <NotAllowedPage />;
}

function RehearsalView() {
  const rehearsals = useQuery(rehearsalsQuery);
  return (
    <>
      <PageTitle title={m.rehearsal_title()} about={m.rehearsal_about()} />
      <Loaded query={rehearsals}>{(seen) => <Seen {...seen} />}</Loaded>
    </>
  );
}

function Seen({ run, reports, missing }: Rehearsals) {
  const { event } = route.useSearch();
  if (missing === 'NO_GENERATOR') {
    return (
      <EmptyView
        icon={<IconMasksTheater />}
        title={m.rehearsal_no_generator_title()}
        text={m.rehearsal_no_generator_text()}
      />
    );
  }
  if (missing !== undefined) return <Alert color="warn">{m.rehearsal_away_text()}</Alert>;
  return (
    <>
      {run?.state === 'running' ? (
        <RunProgress run={run} />
      ) : (
        <>
          {run === undefined ? null : <LastRun run={run} />}
          <PlanPanel eventId={event ?? run?.plan.eventId} />
        </>
      )}
      <ReportList reports={reports} />
    </>
  );
}
