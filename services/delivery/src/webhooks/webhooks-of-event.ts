import type { EventStatus, WebhookType } from '@onsale/contracts';
import type { EventChangeJob, NewWebhook } from '@onsale/records';

/**
 * What other systems are told of a change of an event. Changes that were recorded together are one; drafts are
 * nobody's business.
 */
export function webhooksOfEventChange(change: EventChangeJob): NewWebhook[] {
  const { eventId, revision, status, statusBefore, changedAtMs, details } = change;
  const type = status === statusBefore ? 'event.changed' : TYPES[status];
  if (type === undefined || status === 'draft') return [];
  return [
    {
      key: `event:${eventId}:${revision}:${changedAtMs}`,
      ...{ type, eventId, at: new Date(changedAtMs) },
      data: { event: { eventId, status, revision, ...details } },
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
