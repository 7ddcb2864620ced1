import type { EventStatus, WebhookEvent, WebhookType } from '@onsale/contracts';
import { given, type StoredEvent } from '@onsale/ledger';
import type { EventChangeJob, NewWebhook } from '@onsale/records';

/**
 * What other systems are told of a change of an event, by the event as it is now. Changes that were recorded
 * together are one; drafts are nobody's business.
 */
export function webhooksOfEventChange(
  { eventId, revision, status, statusBefore, changedAtMs }: EventChangeJob,
  event: StoredEvent | undefined,
): NewWebhook[] {
  const type = status === statusBefore ? 'event.changed' : TYPES[status];
  if (event === undefined || type === undefined || status === 'draft') return [];
  return [
    {
      key: `event:${eventId}:${revision}:${changedAtMs}`,
      ...{ type, eventId, at: new Date(changedAtMs) },
      data: { event: showForWebhook(event) },
    },
  ];
}

const TYPES: Readonly<Partial<Record<EventStatus, WebhookType>>> = {
  on_sale: 'event.on_sale',
  paused: 'event.paused',
  closed: 'event.closed',
  cancelled: 'event.cancelled',
  archived: 'event.archived',
};

function showForWebhook({ document, status, revision }: StoredEvent): WebhookEvent {
  const { id, name, venue, city, startsAt, doorsAt, endsAt, timeZone } = document;
  return {
    ...{ eventId: id, name, status, revision, venue, startsAt },
    ...given({ city, doorsAt, endsAt, timeZone }),
  };
}
