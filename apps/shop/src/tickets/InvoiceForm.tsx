import { ApiError } from '@onsale/api-client';
import { Button, TextField } from '@onsale/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { m } from '../paraglide/messages.js';
import classes from './TicketForm.module.css';
import { documentsQuery, makeInvoice } from './ticket-queries.ts';

/** The API's own limits. */
const LENGTHS = { name: 200, address: 500, vatId: 40 };

/** Asks for an invoice; it keeps what it was first made out to, so nothing is sent half filled in. */
export function InvoiceForm({ orderId }: { orderId: string }) {
  const client = useQueryClient();
  const addressId = useId();
  const [form, setForm] = useState({ name: '', address: '', vatId: '' });
  const [isChecked, setChecked] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => {
      const vatId = form.vatId.trim();
      const recipient = { name: form.name.trim(), address: form.address.trim() };
      return makeInvoice(orderId, vatId === '' ? recipient : { ...recipient, vatId });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: documentsQuery(orderId).queryKey }),
  });
  const change = (part: Partial<typeof form>) => setForm((now) => ({ ...now, ...part }));
  const missing = (text: string) =>
    isChecked && text.trim() === '' ? m.invoice_missing() : undefined;
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    setChecked(true);
    if (form.name.trim() !== '' && form.address.trim() !== '') mutate();
  };
  const addressProblem = missing(form.address);
  return (
    <details className={classes.details}>
      <summary>{m.invoice_ask()}</summary>
      <form className={classes.form} noValidate onSubmit={submit} aria-busy={isPending}>
        <TextField
          label={m.invoice_name()}
          value={form.name}
          maxLength={LENGTHS.name}
          autoComplete="organization"
          dir="auto"
          error={missing(form.name)}
          onInput={({ currentTarget }) => change({ name: currentTarget.value })}
        />
        <div className={classes.area}>
          <label htmlFor={addressId}>{m.invoice_address()}</label>
          <textarea
            id={addressId}
            rows={3}
            value={form.address}
            maxLength={LENGTHS.address}
            autoComplete="street-address"
            dir="auto"
            aria-invalid={addressProblem !== undefined}
            aria-describedby={addressProblem === undefined ? undefined : `${addressId}-error`}
            onInput={({ currentTarget }) => change({ address: currentTarget.value })}
          />
          {addressProblem === undefined ? null : (
            <p id={`${addressId}-error`} className={classes.error}>
              {addressProblem}
            </p>
          )}
        </div>
        <TextField
          label={m.invoice_vat_id()}
          value={form.vatId}
          maxLength={LENGTHS.vatId}
          autoComplete="off"
          onInput={({ currentTarget }) => change({ vatId: currentTarget.value })}
        />
        <p className={classes.hint}>{m.invoice_once()}</p>
        <Button type="submit" disabled={isPending}>
          {isPending ? m.invoice_making() : m.invoice_make()}
        </Button>
        <p role="status" className={classes.error}>
          {error === null ? null : problemOf(error)}
        </p>
      </form>
    </details>
  );
}

function problemOf(error: Error): string {
  return error instanceof ApiError && error.status === 400
    ? m.invoice_refused()
    : m.invoice_failed();
}
