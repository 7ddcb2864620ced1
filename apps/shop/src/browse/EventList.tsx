import type { Event } from '@onsale/api-client';
import { Button } from '@onsale/ui';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { nextTurnMs } from '../event/sale.ts';
import { useServerTime } from '../event/use-server-time.ts';
import { m } from '../paraglide/messages.js';
import classes from './EventList.module.css';
import { EventTicket } from './EventTicket.tsx';
import type { ReturnPoint } from './return-point.ts';

/** So many are in view at once. */
const FIRST = 3;

/** The events as tickets, and a button for more. */
export function EventList({
  events,
  returnPoint,
  isOld,
  more,
  isLoadingMore,
}: {
  events: readonly Event[];
  /** Where the visitor has left the list, when that is where they come back to. */
  returnPoint: ReturnPoint | undefined;
  /** Those of the search before, while the next ones are on their way. */
  isOld: boolean;
  more: (() => Promise<unknown>) | undefined;
  isLoadingMore: boolean;
}) {
  const list = useRef<HTMLUListElement>(null);
  const firstNew = useRef<number>(undefined);
  const nowMs = useServerTime((now) =>
    events.reduce((next, event) => Math.min(next, nextTurnMs(event, [], now)), Infinity),
  );

  useLayoutEffect(() => {
    if (returnPoint === undefined) return;
    window.scrollTo(0, returnPoint.scrollY);
    const index = events.findIndex(({ id }) => id === returnPoint.eventId);
    focusLink(list.current, index);
    // Once, when the page comes back.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  // The keyboard goes on at the first of the new ones, and not behind all of them.
  useEffect(() => {
    if (firstNew.current === undefined || events.length <= firstNew.current) return;
    focusLink(list.current, firstNew.current);
    firstNew.current = undefined;
  }, [events.length]);

  return (
    <>
      <ul ref={list} className={classes.list} aria-busy={isOld}>
        {events.map((event, i) => (
          <li key={event.id}>
            <EventTicket event={event} nowMs={nowMs} eager={i < FIRST} />
          </li>
        ))}
      </ul>
      {more === undefined ? null : (
        <div className={classes.more}>
          <Button
            look="plain"
            aria-disabled={isLoadingMore}
            onClick={() => {
              if (isLoadingMore) return;
              firstNew.current = events.length;
              void more();
            }}
          >
            {isLoadingMore ? m.loading() : m.events_more()}
          </Button>
        </div>
      )}
    </>
  );
}

function focusLink(list: HTMLElement | null, index: number): void {
  const item = list?.children[index];
  item?.querySelector<HTMLElement>('h2 a')?.focus({ preventScroll: true });
}
