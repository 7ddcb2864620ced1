import { getRouteApi } from '@tanstack/react-router';
import { SalesReportView } from './SalesReportView.tsx';

const route = getRouteApi('/signed-in/events/$eventId/reports');

export function EventReportsPage() {
  const { eventId } = route.useParams();
  return <SalesReportView eventId={eventId} />;
}
