import { getRouteApi } from '@tanstack/react-router';
import { m } from '../app/texts.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { ReportView } from './ReportView.tsx';

const route = getRouteApi('/signed-in/reports');

/** Sums of all events that one may see. */
export function ReportsPage() {
  const navigate = route.useNavigate();
  return (
    <>
      <PageTitle title={m.app_nav_reports()} about={m.reports_about()} />
      <ReportView
        search={route.useSearch()}
        onSearch={(search) => void navigate({ search, replace: true })}
      />
    </>
  );
}
