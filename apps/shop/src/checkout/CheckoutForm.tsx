import { onServerClock } from '@onsale/api-client';
import { formatPrice } from '@onsale/i18n';
import { Button, Notice } from '@onsale/ui';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { currentLanguage } from '../app/language.ts';
import { codeQuery, eventQuery, eventTicketsQuery, orderQuery } from '../app/queries.ts';
import { codePanel } from '../code/code-panel.ts';
import { normalizeCode } from '../code/code-text.ts';
import { lessDiscount } from '../code/less-discount.ts';
import { codeFor, discountOf, lacksOfCode } from '../code/offer.ts';
import { useCode } from '../code/use-code.ts';
import { basketOf, countOf, currencyOf, lacksOf, totalOfLines } from '../event/basket.ts';
import type { OrderLimits } from '../event/basket.ts';
import { expectedOrder } from '../order/expected-order.ts';
import { m } from '../paraglide/messages.js';
import { linePanel, type Turn } from '../room/line-panel.ts';
import { hasLine } from '../room/waiting-room.ts';
import {
  type BuyerForm,
  checkForm,
  type FormProblems,
  initialForm,
  problemsOfDetails,
  toRequest,
} from './buyer-form.ts';
import { BuyerFields } from './BuyerFields.tsx';
import type { CheckoutProps } from './Checkout.tsx';
import classes from './CheckoutForm.module.css';
import { CheckoutSummary } from './CheckoutSummary.tsx';
import { isFreshEnough } from './fresh-enough.ts';
import type { OrderLines } from './order-lines.ts';
import { methodOf, paymentOf } from './payment.ts';
import { PaymentFields } from './PaymentFields.tsx';
import { readPurchase, typeAgain } from './purchase.ts';
import { PurchaseNotice } from './PurchaseNotice.tsx';
import { QuestionFields } from './QuestionFields.tsx';
import { slotsOf } from './questions.ts';
import { RefundsLink, TermsField } from './TermsField.tsx';
import { isUnderWay, type usePurchase } from './use-purchase.ts';
import { wordsOfLack } from '../event/words-of-basket.ts';

/** Who buys, what is asked, how it is paid, what is ordered, and the button. */
export function CheckoutForm({
  event,
  tickets,
  offer,
  limits,
  chosen,
  purchase,
  methodsOfShop,
  eventReadMs,
  ticketsReadMs,
}: CheckoutProps & {
  limits: OrderLimits;
  chosen: OrderLines;
  purchase: ReturnType<typeof usePurchase>;
  methodsOfShop: readonly string[];
}) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const { state, send, stop } = purchase;
  const [form, setForm] = useState<BuyerForm>(() =>
    initialForm('order' in state ? state.order : readPurchase(event.id)?.typed),
  );
  const [problems, setProblems] = useState<FormProblems>({});
  const [turn, setTurn] = useState<Turn>('unknown');
  const [isReady, setReady] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const totalId = useId();

  const { lines, kept } = chosen;
  const currency = currencyOf(lines, event);
  const sum = totalOfLines(lines, currency);
  const total =
    kept?.expectedTotal ?? lessDiscount(sum, discountOf(offer, lines, currency), currency);
  const entered = useCode(event.id);
  const code = kept === undefined ? codeFor(offer, lines) : kept.code;
  // Nothing chosen costs nothing, and is not free.
  const payment = paymentOf(event, methodsOfShop, lines.length === 0 ? undefined : total);
  const totalWords = payment.kind === 'free' ? m.price_free() : formatPrice(total, currency);
  const method = methodOf(payment, form.paymentMethod);
  const slots = slotsOf(event.questions, lines);
  const { termsVersion } = event;
  const isBusy = isUnderWay(state);
  const lacks = kept === undefined ? [...lacksOf(lines, limits), ...lacksOfCode(offer, lines)] : [];
  const isFresh =
    state.step !== 'refused' ||
    isFreshEnough(state, { total, terms: termsVersion, ticketsReadMs, eventReadMs });
  // Before their turn, buyers fill in and check everything, so that one press is enough then.
  const waits = hasLine(event) && turn !== 'begun' && turn !== 'unneeded';
  const canOrder = !isBusy && isFresh && lacks.length === 0 && (lines.length > 0 || kept);

  useEffect(() => {
    if (state.step !== 'placed') return;
    const { response } = state;
    const shown = { eventId: event.id, tickets, placedAtMs: onServerClock() };
    // The page of the order draws this at once. What is more than pending has more to tell: it is asked.
    const updatedAt = response.status === 'pending' ? Date.now() : 1;
    const { queryKey } = orderQuery(response.orderId, { polled: false });
    client.setQueryData(queryKey, expectedOrder(state, shown), { updatedAt });
    // In the place of this page: the way back leads to the event, not to a form that would buy again.
    navigate(`/orders/${encodeURIComponent(response.orderId)}`, { replace: true });
    // What the stock does afterwards changes nothing.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [state, navigate, client]);

  useEffect(() => {
    if (state.step !== 'refused') return;
    setProblems(problemsOfDetails(state.error.details, state.order));
    // Whatever it was refused for: prices, stock, terms and questions may be others by now.
    const { code: used = '' } = state.order;
    const keys = [eventTicketsQuery(event.id), eventQuery(event.id), codeQuery(event.id, used)];
    for (const { queryKey } of keys) void client.invalidateQueries({ queryKey });
  }, [state, event.id, client]);

  useEffect(() => {
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problems]);

  const submit = (submitted: FormEvent<HTMLFormElement>) => {
    submitted.preventDefault();
    if (!canOrder) return;
    // A code that was typed and not applied: the buyer sees first what it changes. One that was refused changes nothing.
    const field = new FormData(submitted.currentTarget).get('code');
    const typed = normalizeCode(typeof field === 'string' ? field : null);
    if (typed !== '' && typed !== entered.code) {
      entered.enter(typed);
      submitted.currentTarget.querySelector<HTMLElement>('[name="code"]')?.focus();
      return;
    }
    const found = checkForm(form, { slots, termsVersion });
    setProblems(found);
    setReady(waits);
    if (Object.keys(found).length > 0) return;
    const order = toRequest(
      { ...form, paymentMethod: method },
      { lines, shownTotal: total, slots, termsVersion, language: currentLanguage(), code },
    );
    // What was typed waits with its buyer, wherever they look meanwhile.
    if (waits) return typeAgain(event.id, order);
    void send(kept === undefined ? order : { ...order, items: kept.items });
  };
  const fields = {
    ...{ form, problems, isBusy },
    onChange: (change: Partial<BuyerForm>) => setForm((now) => ({ ...now, ...change })),
  };
  const count = countOf(basketOf(lines));
  return (
    <form ref={element} noValidate onSubmit={submit} className={classes.columns} aria-busy={isBusy}>
      <p className={classes.brief}>
        <strong>{event.name}</strong>
        <span>
          {m.basket_tickets({ count })} · {totalWords}
        </span>
      </p>
      <div className={classes.fields}>
        {hasLine(event) ? <linePanel.Page event={event} onTurn={setTurn} /> : null}
        <BuyerFields {...fields} />
        <QuestionFields {...fields} slots={slots} />
        <PaymentFields {...fields} payment={payment} method={method} />
        <TermsField {...fields} event={event} />
        <RefundsLink />
      </div>
      <div className={classes.order}>
        {event.hasCodes || entered.code !== '' ? (
          <codePanel.Page
            {...{ event, tickets, isBusy }}
            isUnused={lines.length > 0 && code === undefined}
          />
        ) : null}
        <CheckoutSummary
          {...{ event, lines, total, totalWords, payment, method, totalId, code }}
          discount={lessDiscount(sum, total, currency)}
          remarks={lacks.map(wordsOfLack)}
        />
        <Button type="submit" wide disabled={!canOrder} aria-describedby={totalId}>
          {isBusy
            ? m.checkout_sending()
            : isFresh
              ? waits
                ? m.checkout_check()
                : buttonWords[payment.kind]()
              : m.checkout_reading()}
        </Button>
        <p className={classes.once}>{m.checkout_once()}</p>
        {waits && isReady && Object.keys(problems).length === 0 ? (
          <Notice live title={m.checkout_ready()} text={m.checkout_ready_text()} />
        ) : null}
        <PurchaseNotice
          {...{ state, problems, isFresh }}
          onStop={stop}
          onAgain={() => element.current?.requestSubmit()}
        />
      </div>
    </form>
  );
}

// Only what it does: in the EU nothing else may stand on the button (Directive 2011/83, article 8).
const buttonWords = {
  free: m.checkout_get_free,
  demo: m.checkout_buy,
  paid: m.checkout_buy,
};
