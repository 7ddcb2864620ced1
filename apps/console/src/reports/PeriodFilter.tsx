import { Button, Group, TextInput } from '@mantine/core';
import { m } from '../app/texts.ts';
import { lastDays, type ReportsSearch } from './reports-search.ts';

/** The days of a report. */
export function PeriodFilter({
  search,
  onSearch,
}: {
  search: ReportsSearch;
  onSearch: (search: ReportsSearch) => void;
}) {
  const change = (name: keyof ReportsSearch, day: string) => {
    const { [name]: _, ...rest } = search;
    onSearch(day === '' ? rest : { ...rest, [name]: day });
  };
  const choices = [
    { label: m.reports_period_all(), period: {} },
    { label: m.reports_period_week(), period: lastDays(7) },
    { label: m.reports_period_month(), period: lastDays(30) },
  ];
  return (
    <Group component="search" gap="sm" align="flex-end" mb="md" aria-label={m.reports_period()}>
      <TextInput
        type="date"
        label={m.reports_from()}
        value={search.from ?? ''}
        max={search.to ?? '9999-12-31'}
        onChange={({ currentTarget: { value } }) => change('from', value)}
      />
      <TextInput
        type="date"
        label={m.reports_to()}
        value={search.to ?? ''}
        min={search.from ?? ''}
        max="9999-12-31"
        onChange={({ currentTarget: { value } }) => change('to', value)}
      />
      <Group gap="xs">
        {choices.map(({ label, period }) => (
          <Button
            key={label}
            variant={isSame(search, period) ? 'filled' : 'default'}
            aria-pressed={isSame(search, period)}
            onClick={() => onSearch(period)}
          >
            {label}
          </Button>
        ))}
      </Group>
    </Group>
  );
}

function isSame(a: ReportsSearch, b: ReportsSearch): boolean {
  return a.from === b.from && a.to === b.to;
}
