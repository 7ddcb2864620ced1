import { placeOf } from '@onsale/i18n';
import type { EventDetails } from '@onsale/api-client';
import { Button } from '@onsale/ui';
import { m } from '../paraglide/messages.js';
import { calendarFile } from './calendar-file.ts';

/** Saves the event as a file that any calendar opens. It is made here; nobody is asked. */
export function CalendarButton({ event }: { event: EventDetails }) {
  const save = () => {
    const url = `${window.location.origin}/events/${encodeURIComponent(event.id)}`;
    const text = calendarFile({ ...event, place: placeOf(event) }, url, new Date());
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/calendar;charset=utf-8' }));
    link.download = `${event.id}.ics`;
    link.click();
    // The browser has it by then; the address would keep it in memory.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  return (
    <Button look="plain" onClick={save}>
      {m.event_calendar()}
    </Button>
  );
}
