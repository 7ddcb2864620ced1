import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Loaded } from '../../app/Loaded.tsx';
import { NotAllowedPage } from '../../app/NotAllowedPage.tsx';
import { useMay } from '../../app/use-me.ts';
import { eventQuery } from '../../events/event-queries.ts';
import { entranceQuery } from '../entrance-queries.ts';
import { zoneOf } from '../use-entrance.ts';
import { SetupEditor } from './SetupEditor.tsx';

const route = getRouteApi('/signed-in/events/$eventId/entrance/settings');

/** How people are let in to an event. */
export function SetupPage() {
  const { eventId } = route.useParams();
  const event = useQuery(eventQuery(eventId));
  const entrance = useQuery(entranceQuery(eventId));
  if (!useMay()('events.write', eventId)) return <NotAllowedPage />;
  return (
    <Loaded query={entrance}>
      {(saved) => (
        <Loaded query={event}>
          {({ event }) => <SetupEditor saved={saved} timeZone={zoneOf(event)} />}
        </Loaded>
      )}
    </Loaded>
  );
}
