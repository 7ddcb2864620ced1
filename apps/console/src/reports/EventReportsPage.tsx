import { getRouteApi } from '@tanstack/react-router';
import { ReportView } from './ReportView.tsx';

const route = getRouteApi('/signed-in/events/$eventId/reports');

/** Sums of one event. */
export function EventReportsPage() {
  const { eventId } = route.useParams();
  const navigate = route.useNavigate();
  return (
    <ReportView
      eventId={eventId}
      search={route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
    />
  );
}
