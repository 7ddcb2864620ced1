import type { ApiError } from '@onsale/api-client';
import type { FormErrors } from './buyer-form.ts';
import type { PurchaseState } from './use-purchase.ts';
import { m } from '../paraglide/messages.js';
import { Button, Notice, useSecondsUntil } from '@onsale/ui';

/** What becomes of the click on the button, as long as it has not led to an order. */
export function PurchaseNotice({
  state,
  errors,
  onStop,
}: {
  state: PurchaseState;
  errors: FormErrors;
  onStop: () => void;
}) {
  const seconds = useSecondsUntil(state.step === 'waiting' ? state.nextTryAtMs : 0);
  if (state.step === 'waiting') {
    const next = {
      offline: () => m.checkout_waiting_offline(),
      busy: () => m.checkout_waiting_busy({ seconds }),
      unreachable: () => m.checkout_waiting_unreachable({ seconds }),
    }[state.why]();
    return (
      <Notice
        live
        tone="warn"
        title={m.checkout_unclear()}
        text={`${seconds === 0 && state.why !== 'offline' ? m.checkout_waiting_now() : next} ${m.checkout_safe()}`}
      >
        <Button look="plain" onClick={onStop}>
          {m.checkout_stop()}
        </Button>
      </Notice>
    );
  }
  if (state.step !== 'refused') return null;
  const known = noticeOf(state.error);
  if (known !== undefined) return <Notice live {...known} />;
  const fields = Object.keys(errors).filter((field) => field !== 'order').length;
  if (fields > 0 && errors.order === undefined) {
    return (
      <Notice
        live
        tone="bad"
        title={m.checkout_refused()}
        text={m.checkout_fix({ count: fields })}
      />
    );
  }
  return (
    <Notice
      live
      tone="bad"
      title={m.checkout_refused()}
      text={`${errors.order ?? `${state.error.message}.`} ${m.checkout_refused_text()}`}
    />
  );
}

// What has a title of its own; undefined for everything else.
function noticeOf({
  code,
}: ApiError): { tone: 'bad' | 'warn'; title: string; text: string } | undefined {
  switch (code) {
    case 'SOLD_OUT':
      return { tone: 'bad', title: m.checkout_sold_out(), text: m.checkout_sold_out_text() };
    case 'HELD_BY_OTHERS':
      return {
        tone: 'bad',
        title: m.checkout_held_by_others(),
        text: m.checkout_held_by_others_text(),
      };
    case 'NOT_ON_SALE':
      return { tone: 'bad', title: m.checkout_not_on_sale(), text: m.checkout_not_on_sale_text() };
    case 'TERMS_CHANGED':
      return {
        tone: 'warn',
        title: m.checkout_terms_changed(),
        text: m.checkout_terms_changed_text(),
      };
    case 'PRICE_CHANGED':
      return {
        tone: 'warn',
        title: m.checkout_price_changed(),
        text: m.checkout_price_changed_text(),
      };
    default:
      return undefined;
  }
}
