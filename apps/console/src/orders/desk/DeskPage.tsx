import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert } from '@mantine/core';
import { Loaded } from '../../app/Loaded.tsx';
import { m } from '../../app/texts.ts';
import { deskQuery } from '../orders-queries.ts';
import { DeskForm } from './DeskForm.tsx';

const route = getRouteApi('/signed-in/events/$eventId/desk');
/** What is left changes with every buyer. */
const FRESH_MS = 5000;

/** The box office of an event. */
export function DeskPage() {
  const { eventId } = route.useParams();
  const desk = useQuery({ ...deskQuery(eventId), refetchInterval: FRESH_MS });
  return (
    <Loaded query={desk}>
      {(desk) =>
        desk.sells ? (
          <DeskForm desk={desk} />
        ) : (
          <Alert color="warn" variant="light">
            {m.orders_desk_not_selling()}
          </Alert>
        )
      }
    </Loaded>
  );
}
