import { m } from '../app/texts.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { SalesReportView } from './SalesReportView.tsx';

export function ReportsPage() {
  return (
    <>
      <PageTitle title={m.app_nav_reports()} about={m.reports_about()} />
      <SalesReportView />
    </>
  );
}
