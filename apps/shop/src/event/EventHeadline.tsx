import type { Event } from '@onsale/api-client';
import { atVenue, placeOf } from '@onsale/i18n';
import { Facts, PaperTicket, Picture } from '@onsale/ui';
import { m } from '../paraglide/messages.js';
import { lastDayOf } from './event-days.ts';
import classes from './EventHeadline.module.css';
import { splitLead } from './lead.ts';

/** The head of an event's page: the picture, the name, and what stands on every ticket. */
export function EventHeadline({ event }: { event: Event }) {
  const { lead } = splitLead(event.description);
  return (
    <PaperTicket
      placed="below"
      body={
        <>
          <div className={classes.picture}>
            <Picture src={event.picture} of={event.id} shape="band" eager />
          </div>
          <div className={classes.text}>
            <h1>{event.name}</h1>
            {lead === '' ? null : <p className={classes.lead}>{lead}</p>}
          </div>
        </>
      }
      stub={
        <div className={classes.facts}>
          <Facts facts={factsOf(event)} />
        </div>
      }
    />
  );
}

function factsOf(event: Event) {
  const { startsAt, doorsAt, endsAt, timeZone, minimumAge } = event;
  const at = (moment: string) => atVenue({ startsAt: moment, timeZone });
  const lastDay = lastDayOf(event);
  const begins = at(startsAt);
  return [
    {
      label: m.event_when(),
      value: (
        <time dateTime={startsAt}>
          {lastDay === undefined
            ? begins.long
            : atVenue({ startsAt, endsAt: lastDay, timeZone }).long}
        </time>
      ),
    },
    ...(doorsAt === undefined ? [] : [{ label: m.event_doors(), value: at(doorsAt).time }]),
    {
      label: m.event_starts(),
      value: (
        <>
          {begins.time} {begins.zone}
          {begins.forReader === undefined ? null : (
            <>
              <br />
              {m.event_reader_time({ moment: begins.forReader })}
            </>
          )}
        </>
      ),
    },
    ...(endsAt === undefined || lastDay !== undefined
      ? []
      : [{ label: m.event_ends(), value: at(endsAt).time }]),
    { label: m.event_where(), value: placeOf(event) },
    ...(minimumAge === undefined
      ? []
      : [{ label: m.event_age(), value: m.event_age_least({ age: minimumAge }) }]),
  ];
}
