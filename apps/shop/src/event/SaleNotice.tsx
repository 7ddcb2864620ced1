import { onOurClock, type EventDetails, type Ticket } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { Notice, useSecondsUntil } from '@onsale/ui';
import { m } from '../paraglide/messages.js';
import { availabilityOf } from './availability.ts';
import { formatCountdown } from '../order/countdown.ts';
import classes from './EventPage.module.css';
import type { SaleState } from './sale.ts';

/** Why nothing of an event can be bought now, and when that changes; nothing while it can. */
export function SaleNotice({
  event,
  tickets,
  state,
}: {
  event: EventDetails;
  tickets: readonly Ticket[];
  state: SaleState;
}) {
  return (
    <div className={classes.notices}>
      {event.rehearsal ? (
        <Notice tone="warn" title={m.sale_rehearsal()} text={m.sale_rehearsal_text()} />
      ) : null}
      <StateNotice event={event} tickets={tickets} state={state} />
    </div>
  );
}

function StateNotice({
  event,
  tickets,
  state,
}: {
  event: EventDetails;
  tickets: readonly Ticket[];
  state: SaleState;
}) {
  switch (state) {
    case 'cancelled':
      return <Notice live tone="bad" title={m.sale_cancelled()} text={m.sale_cancelled_text()} />;
    case 'over':
      return <Notice live title={m.sale_over()} text={m.sale_over_text()} />;
    case 'paused':
      return <Notice live tone="warn" title={m.sale_paused()} text={m.sale_paused_text()} />;
    case 'closed':
      return <Notice live title={m.sale_closed()} text={m.sale_closed_text()} />;
    case 'ended':
      return <Notice live title={m.sale_ended()} text={m.sale_ended_text()} />;
    case 'before':
      // With a code somebody may be first; who waits for the opening has chosen by then.
      if (tickets.some(({ onSale }) => onSale) && event.waitingRoom === undefined) return null;
      return event.salesFrom === undefined ? null : <Opening at={event.salesFrom} />;
    default: {
      const kinds = new Set(tickets.map(availabilityOf));
      if (tickets.length === 0 || kinds.has('plenty') || kinds.has('few')) return null;
      if (kinds.has('taken')) {
        return <Notice live tone="warn" title={m.sale_taken()} text={m.sale_taken_text()} />;
      }
      if (!kinds.has('gone') || kinds.has('closed')) return null;
      return <Notice live tone="bad" title={m.event_sold_out()} text={m.event_sold_out_text()} />;
    }
  }
}

/** A longer wait is no countdown. */
const COUNTED_S = 48 * 3600;

// The page opens by itself at that moment: nobody has to reload it, and it asks no more often before.
function Opening({ at }: { at: string }) {
  const seconds = useSecondsUntil(onOurClock(at));
  return (
    <Notice
      title={m.sale_opens({ moment: formatMinute(at) })}
      text={
        <>
          {seconds > COUNTED_S ? null : (
            <span className={classes.countdown} role="timer">
              {formatCountdown(seconds)}
            </span>
          )}
          {m.sale_opens_text()}
        </>
      }
    />
  );
}
