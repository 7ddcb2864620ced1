import type { Event } from '@onsale/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { eventQuery, settingsQuery } from '../app/queries.ts';
import { type PickedLine, totalOfLines } from '../event/basket.ts';
import {
  type BuyerForm,
  checkForm,
  errorsOfDetails,
  type FormErrors,
  toRequest,
} from './buyer-form.ts';
import { formatPrice } from '@onsale/i18n';
import { nameOfMethod, PAYMENT_METHODS } from './payment-methods.ts';
import { forgetPurchase, type Purchase } from './purchase.ts';
import { usePurchase } from './use-purchase.ts';
import { m } from '../paraglide/messages.js';
import { Button, Notice, RadioField, TextField } from '@onsale/ui';
import classes from './CheckoutForm.module.css';
import { PurchaseNotice } from './PurchaseNotice.tsx';

/** A page that was reloaded so soon after the click goes on by itself; later it asks first. */
const RESUME_MS = 120_000;

/** What the page offers where any method is accepted; paying online needs an event that names it. */
const ANY_METHODS = PAYMENT_METHODS.filter((method) => method !== 'online');

/** Who buys, how it is paid, and the button. */
export function CheckoutForm({
  event,
  lines,
  earlier,
}: {
  event: Event;
  lines: readonly PickedLine[];
  /** What this window has sent for this event before. */
  earlier: Purchase | undefined;
}) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const { data: settings } = useQuery(settingsQuery);
  const { data: details } = useQuery(eventQuery(event.id));
  const ofShop = settings?.paymentMethods.length ? settings.paymentMethods : ANY_METHODS;
  const methods = details?.paymentMethods ?? ofShop;
  const unanswered = earlier?.orderId === undefined ? earlier?.sent.at(-1) : undefined;
  const [form, setForm] = useState<BuyerForm>({
    name: unanswered?.customer.name ?? '',
    email: unanswered?.customer.email ?? '',
    paymentMethod: unanswered?.paymentMethod ?? '',
  });
  const [errors, setErrors] = useState<FormErrors>({});
  const [again, setAgain] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const { state, send, stop } = usePurchase(event.id);

  const paymentMethod = form.paymentMethod || (methods[0] ?? '');
  const total = totalOfLines(lines, event.currency);
  const isBusy = state.step === 'sending' || state.step === 'waiting' || state.step === 'placed';

  useEffect(() => {
    // In the place of this page: the way back leads to the event, not to a form that would buy again.
    if (state.step === 'placed') {
      navigate(`/orders/${encodeURIComponent(state.orderId)}`, { replace: true });
    }
    if (state.step !== 'refused') return;
    setErrors(errorsOfDetails(state.error.details));
    // The page must show the new price before the button is pressed again.
    if (state.error.code === 'PRICE_CHANGED') {
      void client.invalidateQueries({ queryKey: ['tickets'] });
    }
  }, [state, navigate, client]);

  useEffect(() => {
    if (unanswered === undefined || earlier === undefined) return;
    if (Date.now() - earlier.sentAtMs < RESUME_MS) void send(unanswered);
    // Once, when the page is opened.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  useEffect(() => {
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);

  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    const found = checkForm(form);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    void send(toRequest({ ...form, paymentMethod }, lines, total));
  };
  const set = (change: Partial<BuyerForm>) => setForm((now) => ({ ...now, ...change }));

  if (earlier?.orderId !== undefined && !again && hasSameItems(earlier, lines)) {
    return (
      <Notice title={m.checkout_already()} text={m.checkout_already_text()}>
        <Link href={`/orders/${encodeURIComponent(earlier.orderId)}`}>
          {m.checkout_see_order()}
        </Link>
        <Button
          look="plain"
          onClick={() => {
            forgetPurchase(event.id);
            setAgain(true);
          }}
        >
          {m.checkout_again()}
        </Button>
      </Notice>
    );
  }
  return (
    <form ref={element} noValidate onSubmit={submit} className={classes.form} aria-busy={isBusy}>
      {unanswered !== undefined && state.step === 'idle' ? (
        <Notice tone="warn" title={m.checkout_unknown()} text={m.checkout_unknown_text()} />
      ) : null}
      <fieldset className={classes.group} disabled={isBusy}>
        <legend>{m.checkout_buyer()}</legend>
        <TextField
          label={m.checkout_name()}
          name="name"
          autoComplete="name"
          value={form.name}
          error={errors.name}
          onChange={(change) => set({ name: change.currentTarget.value })}
        />
        <TextField
          label={m.checkout_email()}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          value={form.email}
          error={errors.email}
          onChange={(change) => set({ email: change.currentTarget.value })}
        />
      </fieldset>
      <fieldset className={classes.group} disabled={isBusy}>
        <legend>{m.checkout_payment()}</legend>
        {methods.map((method) => (
          <RadioField
            key={method}
            name="paymentMethod"
            value={method}
            label={nameOfMethod(method)}
            checked={paymentMethod === method}
            onChange={() => set({ paymentMethod: method })}
          />
        ))}
        {errors.paymentMethod === undefined ? null : (
          <p className={classes.error} role="alert">
            {errors.paymentMethod}
          </p>
        )}
      </fieldset>
      <PurchaseNotice state={state} errors={errors} onStop={stop} />
      <Button type="submit" wide disabled={isBusy || lines.length === 0}>
        {isBusy
          ? m.checkout_sending()
          : m.checkout_pay({ total: formatPrice(total, event.currency) })}
      </Button>
      <p className={classes.once}>{m.checkout_once()}</p>
    </form>
  );
}

function hasSameItems(purchase: Purchase, lines: readonly PickedLine[]): boolean {
  const items = purchase.sent.at(-1)?.items ?? [];
  return (
    items.length === lines.length &&
    lines.every(({ ticket, qty }) =>
      items.some((item) => item.ticketId === ticket.id && item.qty === qty),
    )
  );
}
