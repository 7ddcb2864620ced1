import { Button, SelectField, TextField } from '@onsale/ui';
import { useEffect, useId, useRef, useState } from 'react';
import { m } from '../paraglide/messages.js';
import { countLimits, type EventSearch } from './event-search.ts';
import classes from './EventSearchBar.module.css';

/** Whoever types is asked about once the fingers rest. */
const REST_MS = 300;

/** Looks for events by text, date, category and city. */
export function EventSearchBar({
  search,
  categories,
  cities,
  onChange,
}: {
  search: EventSearch;
  categories: readonly string[];
  cities: readonly string[];
  onChange: (change: Partial<EventSearch>) => void;
}) {
  const limits = countLimits({ ...search, q: '' });
  const [isOpen, setOpen] = useState(limits > 0);
  const id = useId();
  const choices = (names: readonly string[], all: string) => [
    { value: '', label: all },
    ...names.map((name) => ({ value: name, label: capitalized(name) })),
  ];
  return (
    <search className={classes.bar} aria-label={m.events_search()}>
      <SearchField value={search.q} onChange={(q) => onChange({ q })} />
      <Button
        look="plain"
        className={classes.toggle ?? ''}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {limits === 0 ? m.events_filters() : m.events_filters_on({ count: limits })}
      </Button>
      <div id={id} className={classes.filters} data-open={isOpen}>
        <TextField
          label={m.events_from_day()}
          type="date"
          value={search.from}
          max={search.to}
          onChange={({ currentTarget }) => onChange({ from: currentTarget.value })}
        />
        <TextField
          label={m.events_to_day()}
          type="date"
          value={search.to}
          min={search.from}
          onChange={({ currentTarget }) => onChange({ to: currentTarget.value })}
        />
        {categories.length < 2 ? null : (
          <SelectField
            label={m.events_category()}
            value={search.category}
            options={choices(categories, m.events_any_category())}
            onChange={({ currentTarget }) => onChange({ category: currentTarget.value })}
          />
        )}
        {cities.length < 2 ? null : (
          <SelectField
            label={m.events_city()}
            value={search.city}
            options={choices(cities, m.events_any_city())}
            onChange={({ currentTarget }) => onChange({ city: currentTarget.value })}
          />
        )}
      </div>
    </search>
  );
}

// Sellers write a category as they like: "concert" is one as well as "Concert".
function capitalized(name: string): string {
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

// What is typed stands in the address a moment later; what comes with an address stands in the field.
function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text.trim() === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = text.trim();
      onChange(text.trim());
    }, REST_MS);
    return () => clearTimeout(timer);
    // Only when something is typed.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [text]);
  return (
    <TextField
      label={m.events_search_text()}
      type="search"
      value={text}
      maxLength={200}
      autoComplete="off"
      enterKeyHint="search"
      onChange={({ currentTarget }) => setText(currentTarget.value)}
    />
  );
}
