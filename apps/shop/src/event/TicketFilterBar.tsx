import { SelectField } from '@onsale/ui';
import type { Ticket } from '@onsale/api-client';
import { useSearchParams } from 'wouter';
import { priceLimitsOf, readFilter, typesOf } from './filter.ts';
import { m } from '../paraglide/messages.js';
import classes from './TicketFilterBar.module.css';
import { wordsOfPrice } from './words-of-price.ts';

/** The types that have a translation; others are shown as the seller calls them. */
const TYPES: Record<string, () => string> = {
  adult: m.ticket_type_adult,
  student: m.ticket_type_student,
  child: m.ticket_type_child,
  vip: m.ticket_type_vip,
};

/** Narrows the tickets to a type and a price. */
export function TicketFilterBar({ tickets }: { tickets: readonly Ticket[] }) {
  const [search, setSearch] = useSearchParams();
  const { type, maxPrice } = readFilter(search);
  const types = typesOf(tickets);
  const limits = priceLimitsOf(tickets);
  const currency = tickets[0]?.currency ?? '';
  const set = (name: string, value: string) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return (
    <div className={classes.bar} role="group" aria-label={m.event_filter()}>
      <div className={classes.types}>
        {['', ...types].map((each) => (
          <button
            key={each}
            type="button"
            className={classes.type}
            aria-pressed={(type ?? '') === each}
            onClick={() => set('type', each)}
          >
            {each === '' ? m.event_filter_all() : (TYPES[each]?.() ?? each)}
          </button>
        ))}
      </div>
      <SelectField
        label={m.event_max_price()}
        value={maxPrice === undefined ? '' : String(maxPrice)}
        onChange={(event) => set('max', event.currentTarget.value)}
        options={[
          { value: '', label: m.event_any_price() },
          ...limits.map((limit) => ({
            value: String(limit),
            label: wordsOfPrice(limit, currency),
          })),
        ]}
      />
    </div>
  );
}
