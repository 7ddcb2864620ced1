import type { EventDetails } from '@onsale/api-client';
import { Markdown } from '../markdown/Markdown.tsx';
import { m } from '../paraglide/messages.js';
import { SellerText } from '../seller/SellerText.tsx';
import { CalendarButton } from './CalendarButton.tsx';
import classes from './EventAbout.module.css';
import { splitLead } from './lead.ts';
import { ShareButton } from './ShareButton.tsx';

/** What there is to read about an event, and what to take along. */
export function EventAbout({ event }: { event: EventDetails }) {
  const { rest } = splitLead(event.description);
  return (
    <section className={classes.about} aria-label={m.event_about()}>
      {rest === '' ? null : (
        <>
          <h2 className={classes.title}>{m.event_about()}</h2>
          <Markdown text={rest} />
        </>
      )}
      {event.ageNote === undefined ? null : (
        <p className={classes.note}>
          <span className="label">{m.event_age()}</span> {event.ageNote}
        </p>
      )}
      {/* Those of the seller stand in the foot of every page. */}
      {event.termsOf === 'event' && event.terms !== undefined ? (
        <details className={classes.terms}>
          <summary>{m.event_terms()}</summary>
          <SellerText text={event.terms} />
        </details>
      ) : null}
      <div className={classes.actions}>
        <CalendarButton event={event} />
        <ShareButton title={event.name} />
      </div>
    </section>
  );
}
