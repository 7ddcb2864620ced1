import { Alert } from '@mantine/core';
import { formatCount } from '@onsale/i18n';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useLiveEvent } from '../app/use-live-event.ts';
import { useMay } from '../app/use-me.ts';
import classes from './EntranceFrame.module.css';
import { EntranceContext } from './use-entrance.ts';

const route = getRouteApi('/signed-in/events/$eventId/entrance');

/** The pages about the entrance of an event, which all follow how it goes there. */
export function EntranceFrame() {
  const { eventId } = route.useParams();
  return useMay()('checkins.write', eventId) ? <Pages eventId={eventId} /> : <NotAllowedPage />;
}

function Pages({ eventId }: { eventId: string }) {
  const { told: progress, isOld } = useLiveEvent(eventId, 'entrance/progress/stream');
  return (
    <EntranceContext value={{ eventId, progress, isOld }}>
      <Pills eventId={eventId} openConflicts={progress?.openConflicts ?? 0} />
      {isOld ? (
        <Alert color="warn" mb="md">
          {m.entrance_interrupted()}
        </Alert>
      ) : null}
      <Outlet />
    </EntranceContext>
  );
}

function Pills({ eventId, openConflicts }: { eventId: string; openConflicts: number }) {
  const may = useMay();
  const pages = [
    { to: '/events/$eventId/entrance', label: m.entrance_page_now() },
    { to: '/events/$eventId/entrance/tickets', label: m.entrance_page_tickets() },
    {
      to: '/events/$eventId/entrance/conflicts',
      label: m.entrance_page_conflicts(),
      count: openConflicts,
    },
    { to: '/events/$eventId/entrance/log', label: m.entrance_page_log() },
    {
      to: '/events/$eventId/entrance/settings',
      label: m.entrance_page_setup(),
      isHidden: !may('events.write', eventId),
    },
  ] as const;
  return (
    <nav className={classes['pills']} aria-label={m.entrance_tab()}>
      {pages.map(({ to, label, ...page }) =>
        'isHidden' in page && page.isHidden ? null : (
          <Link
            key={to}
            to={to}
            params={{ eventId }}
            className={classes['pill']}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            {label}
            {'count' in page && page.count > 0 ? (
              <span className={classes['count']}>{formatCount(page.count)}</span>
            ) : null}
          </Link>
        ),
      )}
    </nav>
  );
}
