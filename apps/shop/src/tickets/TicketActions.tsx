import { ApiError, type Order } from '@onsale/api-client';
import { Button } from '@onsale/ui';
import { useMutation } from '@tanstack/react-query';
import { m } from '../paraglide/messages.js';
import classes from './TicketActions.module.css';
import { mailTickets, orderFile } from './ticket-queries.ts';

/** The tickets as files, and by mail once more. */
export function TicketActions({ order }: { order: Order }) {
  const { orderId, customer } = order;
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => mailTickets(orderId),
  });
  return (
    <div className={classes.actions}>
      <a className={classes.file} href={orderFile(orderId, 'tickets.pdf')} download>
        {m.tickets_pdf()}
      </a>
      <a className={classes.file} href={orderFile(orderId, 'tickets.ics')} download>
        {m.tickets_calendar()}
      </a>
      <Button look="plain" disabled={isPending || isSuccess} onClick={() => mutate()}>
        {isPending ? m.tickets_mailing() : m.tickets_mail()}
      </Button>
      {isSuccess ? null : (
        <p className={classes.said}>{m.tickets_mailed_first({ address: customer.email })}</p>
      )}
      <p role="status" className={classes.said}>
        {isSuccess ? m.tickets_mailed({ address: customer.email }) : null}
        {error === null ? null : mailProblem(error)}
      </p>
    </div>
  );
}

function mailProblem(error: Error): string {
  const isOften = error instanceof ApiError && error.status === 429;
  return isOften ? m.tickets_mailed_often() : m.tickets_not_mailed();
}
