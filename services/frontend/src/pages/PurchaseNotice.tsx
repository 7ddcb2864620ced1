import { Button } from '@mantine/core';
import type { FormErrors } from '../shop/buyer-form.ts';
import type { PurchaseState } from '../shop/use-purchase.ts';
import { strings } from '../strings.ts';
import { Notice } from '../ui/Notice.tsx';
import { useSecondsUntil } from '../ui/use-seconds-until.ts';

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
        <Button variant="default" onClick={onStop}>
          {words.stop}
        </Button>
      </Notice>
    );
  }
  if (state.step !== 'refused') return null;
  if (state.error.code === 'SOLD_OUT') {
    return <Notice live tone="bad" title={words.soldOut} text={words.soldOutText} />;
  }
  if (state.error.code === 'PRICE_CHANGED') {
    return (
      <Notice
        live
        tone="warn"
        title={words.priceChanged}
        text={words.priceChangedText(state.error.message)}
      />
    );
  }
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
