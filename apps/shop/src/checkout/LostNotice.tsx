import { onServerClock, type EventDetails } from '@onsale/api-client';
import { Notice } from '@onsale/ui';
import { Link, useSearchParams } from 'wouter';
import type { BasketChange } from '../event/basket.ts';
import { saleOf } from '../event/sale.ts';
import { m } from '../paraglide/messages.js';
import { wordsOfChange } from '../event/words-of-basket.ts';
import { closedWords } from './words-of-closed.ts';

/** What of the choice can't be had any more, and why; nothing when all of it can. */
export function LostNotice({
  event,
  changes,
  hasRest,
}: {
  event: EventDetails;
  changes: readonly BasketChange[];
  /** Whether something is left to order. */
  hasRest: boolean;
}) {
  const [search] = useSearchParams();
  const back = `/events/${encodeURIComponent(event.id)}?${search.toString()}`;
  const closed = hasRest ? undefined : closedWords(saleOf(event, onServerClock()));
  const title = closed?.title ?? (hasRest ? m.checkout_changed() : m.checkout_all_lost());
  return (
    <div role="status">
      {changes.length === 0 ? null : (
        <Notice
          tone={hasRest ? 'warn' : 'bad'}
          title={title}
          text={closed?.text ?? changes.map(wordsOfChange).join(' ')}
        >
          <Link href={back}>{hasRest ? m.checkout_back() : m.checkout_see_event()}</Link>
        </Notice>
      )}
    </div>
  );
}
