import { ApiError, type IssuedTicket } from '@onsale/api-client';
import { atVenue } from '@onsale/i18n';
import { Button, TextField } from '@onsale/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { m } from '../paraglide/messages.js';
import classes from './TicketForm.module.css';
import { nameHolder, orderTicketsQuery } from './ticket-queries.ts';

const NAME_LENGTH = 200;

/** Puts another name on a ticket, for as long as the event lets its buyer. */
export function HolderForm({
  ticket,
  orderId,
  namesUntil,
  timeZone,
}: {
  ticket: IssuedTicket;
  orderId: string;
  namesUntil: string;
  /** Of the event. */
  timeZone: string | undefined;
}) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState(ticket.holder ?? '');
  const place = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    // The focus stays where the button was, and comes back to it.
    if (isOpen !== wasOpen.current)
      place.current?.querySelector<HTMLElement>('input, button')?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const until = atVenue({ startsAt: namesUntil, ...(timeZone === undefined ? {} : { timeZone }) });
  const { queryKey } = orderTicketsQuery(orderId);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (holder: string) => nameHolder(orderId, ticket, holder),
    onSuccess: (tickets) => {
      client.setQueryData(queryKey, tickets);
      setOpen(false);
    },
    // The time may be over, or somebody else was first.
    onError: () => client.invalidateQueries({ queryKey }),
  });
  const open = () => {
    setName(ticket.holder ?? '');
    reset();
    setOpen(true);
  };
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    if (name.trim() === (ticket.holder ?? '')) setOpen(false);
    else if (name.trim() !== '') mutate(name.trim());
  };
  return (
    <div ref={place}>
      {isOpen ? (
        <form className={classes.form} noValidate onSubmit={submit} aria-busy={isPending}>
          <TextField
            label={m.tickets_holder()}
            value={name}
            maxLength={NAME_LENGTH}
            dir="auto"
            autoComplete="off"
            hint={m.tickets_name_hint({ until: `${until.long}, ${until.hours}` })}
            error={error === null ? undefined : problemOf(error)}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
          <div className={classes.buttons}>
            <Button type="submit" disabled={isPending}>
              {isPending ? m.tickets_saving() : m.tickets_save()}
            </Button>
            <Button look="plain" disabled={isPending} onClick={() => setOpen(false)}>
              {m.tickets_cancel()}
            </Button>
          </div>
        </form>
      ) : (
        <button type="button" className={classes.open} onClick={open}>
          {ticket.holder === undefined ? m.tickets_name() : m.tickets_rename()}
        </button>
      )}
    </div>
  );
}

function problemOf(error: Error): string {
  if (error instanceof ApiError) {
    if (error.code === 'NAMES_CLOSED') return m.tickets_names_closed();
    if (error.status === 400) return m.tickets_name_refused();
    if (error.status === 429) return m.tickets_slower();
  }
  return m.tickets_not_saved();
}
