import { placeOf } from '@onsale/i18n';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet, useMatches } from '@tanstack/react-router';
import { Loaded } from '../app/Loaded.tsx';
import { TextLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { useMay } from '../app/use-me.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { eventQuery } from './event-queries.ts';
import classes from './EventFrame.module.css';
import { RehearsalBadge, StatusBadge } from './StatusBadge.tsx';
import { EventActions } from './steps/EventActions.tsx';
import { startOf } from './words-of-event.ts';

const route = getRouteApi('/signed-in/events/$eventId');

/** The head of an event with what can be done with it, its tabs, and below them the page of one. */
export function EventFrame() {
  const { eventId } = route.useParams();
  const query = useQuery(eventQuery(eventId));
  return (
    <Loaded query={query}>
      {(event) => (
        <>
          <PageTitle
            title={event.event.name}
            before={
              <TextLink to="/events" size="sm">
                {m.events_title()}
              </TextLink>
            }
            about={
              <span className={classes.about}>
                <StatusBadge status={event.status} />
                {event.event.rehearsal === true ? <RehearsalBadge /> : null}
                <span>{startOf(event.event)}</span>
                <span>{placeOf(event.event)}</span>
              </span>
            }
          >
            <EventActions event={event} />
          </PageTitle>
          <Tabs eventId={eventId} hasLine={event.event.waitingRoom !== undefined} />
          <Outlet />
        </>
      )}
    </Loaded>
  );
}

// On a phone not all tabs are in view: the one that is open should be.
function bringIntoView(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

function isIn(here: string | undefined, tab: string): boolean {
  return here === tab || (tab !== '/events/$eventId' && here?.startsWith(`${tab}/`) === true);
}

function Tabs({ eventId, hasLine }: { eventId: string; hasLine: boolean }) {
  const may = useMay();
  const tabs = [
    { to: '/events/$eventId', label: m.events_tab_overview(), isShown: true },
    {
      to: '/events/$eventId/edit',
      label: m.events_tab_edit(),
      isShown: may('events.write', eventId),
    },
    { to: '/events/$eventId/sale', label: m.events_tab_sale(), isShown: true },
    { to: '/events/$eventId/line', label: m.line_tab(), isShown: hasLine },
    {
      to: '/events/$eventId/codes',
      label: m.codes_tab(),
      isShown: may('events.write', eventId),
    },
    {
      to: '/events/$eventId/entrance',
      label: m.entrance_tab(),
      isShown: may('checkins.write', eventId),
    },
    {
      to: '/events/$eventId/orders',
      label: m.events_tab_orders(),
      isShown: may('orders.read', eventId),
    },
    {
      to: '/events/$eventId/reports',
      label: m.events_tab_reports(),
      isShown: may('reports.read', eventId),
    },
    {
      to: '/events/$eventId/messages',
      label: m.events_tab_messages(),
      isShown: may('messages.send', eventId),
    },
  ] as const;
  const here = useMatches({ select: (matches) => matches.at(-1)?.fullPath.replace(/\/$/, '') });
  return (
    <nav className={classes.tabs} aria-label={m.events_tabs()}>
      {tabs.map(({ to, label, isShown }) =>
        isShown ? (
          <Link
            key={to}
            ref={isIn(here, to) ? bringIntoView : null}
            to={to}
            params={{ eventId }}
            className={classes.tab}
            // What lies below a tab, such as one message, belongs to it; all lies below the first.
            activeOptions={{ exact: to === '/events/$eventId' }}
          >
            {label}
          </Link>
        ) : null,
      )}
    </nav>
  );
}
