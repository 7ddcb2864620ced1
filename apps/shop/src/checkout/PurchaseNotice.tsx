import type { ApiError } from '@onsale/api-client';
import type { FormErrors } from './buyer-form.ts';
import type { PurchaseState } from './use-purchase.ts';
import { strings } from '../app/strings.ts';
import { Button, Notice, useSecondsUntil } from '@onsale/ui';

const words = strings.checkout;

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
    const { waiting } = words;
    const next = state.why === 'offline' ? waiting.offline : waiting[state.why](seconds);
    return (
      <Notice
        live
        tone="warn"
        title={words.unclear}
        text={`${seconds === 0 && state.why !== 'offline' ? words.waitingNow : next} ${words.safe}`}
      >
        <Button look="plain" onClick={onStop}>
          {words.stop}
        </Button>
      </Notice>
    );
  }
  if (state.step !== 'refused') return null;
  const known = noticeOf(state.error);
  if (known !== undefined) return <Notice live {...known} />;
  const fields = Object.keys(errors).filter((field) => field !== 'order').length;
  if (fields > 0 && errors.order === undefined) {
    return <Notice live tone="bad" title={words.refused} text={words.fix(fields)} />;
  }
  return (
    <Notice
      live
      tone="bad"
      title={words.refused}
      text={`${errors.order ?? `${state.error.message}.`} ${words.refusedText}`}
    />
  );
}

// What has a title of its own; undefined for everything else.
function noticeOf({
  code,
  message,
}: ApiError): { tone: 'bad' | 'warn'; title: string; text: string } | undefined {
  switch (code) {
    case 'SOLD_OUT':
      return { tone: 'bad', title: words.soldOut, text: words.soldOutText };
    case 'HELD_BY_OTHERS':
      return { tone: 'bad', title: words.heldByOthers, text: words.heldByOthersText };
    case 'NOT_ON_SALE':
      return { tone: 'bad', title: words.notOnSale, text: words.notOnSaleText(message) };
    case 'TERMS_CHANGED':
      return { tone: 'warn', title: words.termsChanged, text: words.termsChangedText(message) };
    case 'PRICE_CHANGED':
      return { tone: 'warn', title: words.priceChanged, text: words.priceChangedText(message) };
    default:
      return undefined;
  }
}
