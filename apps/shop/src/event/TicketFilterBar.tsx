import { SelectField } from '@onsale/ui';
import type { Ticket } from '@onsale/contracts';
import { useSearchParams } from 'wouter';
import { priceLimitsOf, readFilter, typesOf } from './filter.ts';
import { formatPrice } from '@onsale/i18n';
import { strings } from '../app/strings.ts';
import classes from './TicketFilterBar.module.css';

const words = strings.event;

/** Narrows the tickets to a type and a price; nothing at all where there is little to choose from. */
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
  if (types.length < 2 && limits.length === 0) return null;
  return (
    <div className={classes.bar} role="group" aria-label={words.filter}>
      <div className={classes.types}>
        {['', ...types].map((each) => (
          <button
            key={each}
            type="button"
            className={classes.type}
            aria-pressed={(type ?? '') === each}
            onClick={() => set('type', each)}
          >
            {each === '' ? words.allTypes : (strings.types[each] ?? each)}
          </button>
        ))}
      </div>
      <SelectField
        label={words.maxPrice}
        value={maxPrice === undefined ? '' : String(maxPrice)}
        onChange={(event) => set('max', event.currentTarget.value)}
        options={[
          { value: '', label: words.anyPrice },
          ...limits.map((limit) => ({
            value: String(limit),
            label: formatPrice(limit, currency),
          })),
        ]}
      />
    </div>
  );
}
