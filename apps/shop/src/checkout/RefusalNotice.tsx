import { Button, Notice } from '@onsale/ui';
import { useParams, useSearchParams } from 'wouter';
import { linePath } from '../room/waiting-room.ts';
import { m } from '../paraglide/messages.js';
import { refusalOf, type RefusalKind } from './refusal.ts';
import type { Refusal } from './use-purchase.ts';

/** Why an order was not taken, and what can be done. */
export function RefusalNotice({
  refusal: { error },
  fields,
  isFresh,
  onAgain,
}: {
  refusal: Refusal;
  /** How many fields are marked. */
  fields: number;
  isFresh: boolean;
  onAgain: () => void;
}) {
  const kind = refusalOf(error.code);
  if (kind === 'fields' && fields > 0) {
    return (
      <Notice tone="bad" title={m.checkout_refused()} text={m.checkout_fix({ count: fields })} />
    );
  }
  const { title, text } = WORDS[kind === 'fields' ? 'general' : kind];
  // What this page has no words for is told in those of the server.
  const own = kind === 'general' || kind === 'fields' ? ` (${error.message})` : '';
  return (
    <Notice
      tone={kind === 'price-changed' || kind === 'terms-changed' ? 'warn' : 'bad'}
      title={title()}
      text={isFresh ? `${text()}${own}` : m.checkout_reading_text()}
    >
      {kind === 'held-by-others' ? (
        <Button look="plain" onClick={onAgain}>
          {m.trouble_try_again()}
        </Button>
      ) : undefined}
      {kind === 'not-your-turn' ? <LineLink /> : undefined}
    </Notice>
  );
}

function LineLink() {
  const { eventId } = useParams<{ eventId: string }>();
  const [search] = useSearchParams();
  return <a href={linePath(eventId, search.toString())}>{m.refused_turn_go()}</a>;
}

const WORDS: Record<Exclude<RefusalKind, 'fields'>, { title: () => string; text: () => string }> = {
  'sold-out': { title: m.checkout_sold_out, text: m.checkout_sold_out_text },
  'held-by-others': { title: m.checkout_held_by_others, text: m.checkout_held_by_others_text },
  'not-on-sale': { title: m.checkout_not_on_sale, text: m.checkout_not_on_sale_text },
  'price-changed': { title: m.checkout_price_changed, text: m.checkout_price_changed_text },
  'terms-changed': { title: m.checkout_terms_changed, text: m.checkout_terms_changed_text },
  'too-many': { title: m.refused_too_many, text: m.refused_too_many_text },
  'too-few': { title: m.refused_too_few, text: m.refused_too_few_text },
  choice: { title: m.refused_choice, text: m.refused_choice_text },
  'payment-method': { title: m.refused_payment, text: m.refused_payment_text },
  'code-unknown': { title: m.refused_code, text: m.refused_code_unknown },
  'code-used-up': { title: m.refused_code, text: m.refused_code_used_up },
  'code-not-valid': { title: m.refused_code, text: m.refused_code_not_valid },
  'not-your-turn': { title: m.refused_turn, text: m.refused_turn_text },
  'wrong-address': { title: m.refused_address, text: m.refused_address_text },
  general: { title: m.checkout_refused, text: m.checkout_refused_text },
};
