import type { Event } from '@onsale/contracts';
import { atVenue } from '@onsale/i18n';
import { strings } from '../app/strings.ts';
import { Facts, GuillochePicture, PaperTicket } from '@onsale/ui';
import classes from './EventHeadline.module.css';

const words = strings.event;

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
              { label: words.when, value: <time dateTime={event.startsAt}>{date.long}</time> },
              { label: words.doors, value: `${date.time} (${words.localTime})` },
              { label: words.where, value: event.venue },
            ]}
          />
        </div>
      }
    />
  );
}
