import type { IssuedTicket } from '@onsale/api-client';
import { atVenue, placeOf } from '@onsale/i18n';
import { GuillochePicture, PaperTicket, Stamp } from '@onsale/ui';
import type { KeptEvent } from '../offline/kept-orders.ts';
import { m } from '../paraglide/messages.js';
import { HolderForm } from './HolderForm.tsx';
import { QrCode } from './QrCode.tsx';
import classes from './TicketCard.module.css';

/** One ticket: what it is for, whose it is, and the code that admits. */
export function TicketCard({
  ticket,
  event,
  count,
  orderId,
  namesUntil,
  onEnlarge,
}: {
  ticket: IssuedTicket;
  event: KeptEvent | undefined;
  /** Of the tickets of its order. */
  count: number;
  orderId: string;
  namesUntil: string | undefined;
  onEnlarge: () => void;
}) {
  const { code, place, name, text, holder } = ticket;
  const date = event === undefined ? undefined : atVenue(event);
  return (
    <PaperTicket
      placed="below"
      className={classes.ticket}
      pressed={code === undefined}
      body={
        <div className={classes.body}>
          <div className={classes.picture}>
            <GuillochePicture of={event?.id ?? orderId} shape="band" />
          </div>
          <div className={classes.event}>
            <strong dir="auto">{event?.name ?? m.order_withdrawn()}</strong>
            {date === undefined ? null : (
              <span>
                {date.long}, {date.hours}
                <br />
                {event === undefined ? null : placeOf(event)}
              </span>
            )}
          </div>
          {code === undefined ? (
            <div className={classes.gone}>
              <Stamp tone="bad" text={m.tickets_refunded()} />
              <p>{m.tickets_refunded_text()}</p>
            </div>
          ) : (
            <button type="button" className={classes.code} onClick={onEnlarge}>
              <QrCode code={code} label={m.tickets_code({ place, count })} />
              <span>{m.tickets_enlarge()}</span>
            </button>
          )}
        </div>
      }
      stub={
        <div className={classes.stub}>
          <p className={classes.which}>
            <span className={classes.type} dir="auto">
              {name}
            </span>
            <span className={classes.count}>{m.tickets_place({ place, count })}</span>
          </p>
          {holder === undefined ? null : (
            <p className={classes.holder} dir="auto">
              {holder}
            </p>
          )}
          {text === undefined ? null : (
            <p className={classes.text} dir="auto">
              {text}
            </p>
          )}
          {code === undefined || namesUntil === undefined ? null : (
            <HolderForm {...{ ticket, orderId, namesUntil, timeZone: event?.timeZone }} />
          )}
        </div>
      }
    />
  );
}
