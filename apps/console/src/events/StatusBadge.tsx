import { Badge } from '@mantine/core';
import type { EventStatus } from '@onsale/contracts';
import { m } from '../app/texts.ts';

const COLORS: Partial<Record<EventStatus, string>> = {
  on_sale: 'good',
  paused: 'warn',
  cancelled: 'bad',
};

/** Where an event is in its life. */
export function StatusBadge({ status }: { status: EventStatus }) {
  return (
    <Badge miw="max-content" color={COLORS[status] ?? 'gray'}>
      {wordOfStatus(status)}
    </Badge>
  );
}

/** Nothing of it is real. */
export function RehearsalBadge() {
  return (
    <Badge miw="max-content" variant="outline" color="gray">
      {m.events_status_rehearsal()}
    </Badge>
  );
}

export function wordOfStatus(status: EventStatus): string {
  return WORDS[status]();
}

const WORDS: Record<EventStatus, () => string> = {
  draft: () => m.events_status_draft(),
  on_sale: () => m.events_status_on_sale(),
  paused: () => m.events_status_paused(),
  closed: () => m.events_status_closed(),
  cancelled: () => m.events_status_cancelled(),
  archived: () => m.events_status_archived(),
};
