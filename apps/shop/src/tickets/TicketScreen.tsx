import type { IssuedTicket } from '@onsale/api-client';
import { Button } from '@onsale/ui';
import { useEffect, useRef } from 'react';
import type { KeptEvent } from '../offline/kept-orders.ts';
import { m } from '../paraglide/messages.js';
import { QrCode } from './QrCode.tsx';
import classes from './TicketScreen.module.css';
import { useWakeLock } from './use-wake-lock.ts';

/** The codes as large as the screen is, on white, one swipe apart: what is held out at the entrance. */
export function TicketScreen({
  tickets,
  event,
  count,
  first,
  onClose,
}: {
  tickets: readonly IssuedTicket[];
  event: KeptEvent | undefined;
  /** Of the tickets of their order, those without a code included. */
  count: number;
  /** The place of the one that is shown first. */
  first: number;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const strip = useRef<HTMLOListElement>(null);
  useWakeLock();
  useEffect(() => {
    dialog.current?.showModal();
    strip.current?.querySelector(`[data-place="${first}"]`)?.scrollIntoView();
    // What is behind must not scroll instead.
    document.documentElement.style.overflow = 'hidden';
    return () => void document.documentElement.style.removeProperty('overflow');
  }, [first]);
  const turn = (step: number) => {
    const list = strip.current;
    const right = getComputedStyle(document.documentElement).direction === 'rtl' ? -1 : 1;
    list?.scrollBy({ left: step * right * list.clientWidth, behavior: 'smooth' });
  };
  return (
    <dialog ref={dialog} className={classes.screen} onClose={onClose} aria-label={event?.name}>
      <div className={classes.head}>
        <strong dir="auto">{event?.name}</strong>
        <Button look="plain" onClick={() => dialog.current?.close()}>
          {m.tickets_close()}
        </Button>
      </div>
      {/* What is scrolled must be what a keyboard can scroll. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ol ref={strip} className={classes.strip} tabIndex={0} aria-label={m.tickets_title()}>
        {tickets.map(({ place, code = '', name, holder }) => (
          <li key={place} data-place={place} className={classes.ticket}>
            <div className={classes.code}>
              <QrCode code={code} label={m.tickets_code({ place, count })} />
            </div>
            <p className={classes.which}>
              <strong>{m.tickets_place({ place, count })}</strong>
              <span dir="auto">{name}</span>
              {holder === undefined ? null : <span dir="auto">{holder}</span>}
            </p>
          </li>
        ))}
      </ol>
      <div className={classes.foot}>
        {tickets.length > 1 ? (
          <div className={classes.turn}>
            <Button look="plain" onClick={() => turn(-1)}>
              {m.tickets_previous()}
            </Button>
            <Button look="plain" onClick={() => turn(1)}>
              {m.tickets_next()}
            </Button>
          </div>
        ) : null}
        <p>{m.tickets_bright()}</p>
      </div>
    </dialog>
  );
}
