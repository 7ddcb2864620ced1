import { Alert, List } from '@mantine/core';
import type { OfficeEvent } from '@onsale/api-client';
import { ButtonLink } from '../../app/links.tsx';
import { m } from '../../app/texts.ts';

/** What a draft could still say before it is published; nothing of it must be. */
export function ReadyPanel({ eventId, event }: OfficeEvent) {
  const isFree = event.tickets.every(({ price }) => Number(price) === 0);
  const missing = [
    ...(event.picture === undefined ? [m.events_ready_picture()] : []),
    ...(event.description === undefined ? [m.events_ready_description()] : []),
    ...(event.paymentMethods === undefined && !isFree ? [m.events_ready_methods()] : []),
    ...(event.timeZone === undefined ? [m.events_ready_zone()] : []),
  ];
  return (
    <Alert title={m.events_ready_title()} color="gray">
      {missing.length === 0 ? (
        m.events_ready_all()
      ) : (
        <>
          <List size="sm" mb="xs">
            {missing.map((words) => (
              <List.Item key={words}>{words}</List.Item>
            ))}
          </List>
          <ButtonLink
            to="/events/$eventId/edit"
            params={{ eventId }}
            variant="default"
            size="compact-md"
          >
            {m.events_ready_do()}
          </ButtonLink>
        </>
      )}
    </Alert>
  );
}
