import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { formatMinute } from '@onsale/i18n';
import { Loaded } from '../app/Loaded.tsx';
import { TextLink } from '../app/links.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useMayForAll } from '../app/use-me.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { reportQuery } from './rehearsal-queries.ts';
import { ReportView } from './ReportView.tsx';
import { nameOf } from './words-of-rehearsal.ts';

const route = getRouteApi('/signed-in/rehearsal/$runId');

/** The report of one rehearsal. */
export function ReportPage() {
  return useMayForAll()('sale.control') ? <Report /> : <NotAllowedPage />;
}

function Report() {
  const { runId } = route.useParams();
  const report = useQuery(reportQuery(runId));
  return (
    <Loaded query={report}>
      {(shown) => (
        <>
          <PageTitle
            title={nameOf(shown.eventName)}
            about={formatMinute(shown.startedAt)}
            before={
              <TextLink to="/rehearsal" size="sm">
                {m.rehearsal_title()}
              </TextLink>
            }
          />
          <ReportView title={m.rehearsal_report()} runId={runId} report={shown} />
        </>
      )}
    </Loaded>
  );
}
