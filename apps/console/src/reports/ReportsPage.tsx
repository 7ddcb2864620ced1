import { ComingPage } from '../app/ComingPage.tsx';
import { m } from '../app/texts.ts';

export function ReportsPage() {
  return <ComingPage title={m.app_nav_reports()} />;
}
