import type { Event } from '@onsale/contracts';
import { atVenue } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';
import { Facts, GuillochePicture, PaperTicket } from '@onsale/ui';
import classes from './EventHeadline.module.css';

/** The head of an event's page: the picture, the name, and what stands on every ticket. */
export function EventHeadline({ event }: { event: Event }) {
  const date = atVenue(event);
  return (
    <PaperTicket
      placed="below"
      body={
        <>
          <div className={classes.picture}>
            <GuillochePicture of={event.id} shape="band" />
          </div>
          <div className={classes.text}>
            <h1>{event.name}</h1>
            {event.description === '' ? null : (
              <p className={classes.description}>{event.description}</p>
            )}
          </div>
        </>
      }
      stub={
        <div className={classes.facts}>
          <Facts
            facts={[
              { label: m.event_when(), value: <time dateTime={event.startsAt}>{date.long}</time> },
              { label: m.event_starts(), value: `${date.time} (${m.event_local_time()})` },
              { label: m.event_where(), value: event.venue },
            ]}
          />
        </div>
      }
    />
  );
}
