import { Button, Checkbox, Collapse, Group, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { m } from '../app/texts.ts';
import { SearchField } from '../ui/SearchField.tsx';
import { LISTED_STATUSES, type OrdersSearch, SOURCES, withFilter } from './orders-search.ts';
import { wordsOfSource, wordsOfStatus } from './words-of-order.ts';

/** The field in which orders are looked for as one types, and the filters below it. */
export function OrdersFilter({
  search,
  onSearch,
  children,
}: {
  search: OrdersSearch;
  onSearch: (search: OrdersSearch) => void;
  /** Further filters. */
  children?: ReactNode;
}) {
  const { q: _, ...filters } = search;
  const isFiltered = Object.keys(filters).length > 0;
  const [isOpen, { toggle }] = useDisclosure(isFiltered);
  return (
    <search>
      <Group gap="xs" wrap="nowrap" align="flex-end" mb="xs">
        <SearchField
          label={m.orders_search()}
          placeholder={m.orders_search_hint()}
          clear={m.orders_search_clear()}
          value={search.q ?? ''}
          onSearch={(q) => onSearch(withFilter(search, { q }))}
        />
        <Button
          variant="default"
          size="md"
          leftSection={<IconAdjustmentsHorizontal size={18} aria-hidden />}
          aria-expanded={isOpen}
          onClick={toggle}
        >
          {m.orders_filters()}
        </Button>
      </Group>
      <Collapse expanded={isOpen}>
        <Group gap="sm" align="flex-end" mb="md">
          {children}
          <Select
            label={m.orders_filter_status()}
            placeholder={m.orders_filter_status_all()}
            data={LISTED_STATUSES.map((value) => ({ value, label: wordsOfStatus(value) }))}
            value={search.status ?? null}
            clearable
            onChange={(status) =>
              onSearch(withFilter(search, { status: status as OrdersSearch['status'] }))
            }
          />
          <Select
            label={m.orders_filter_source()}
            placeholder={m.orders_filter_source_all()}
            data={SOURCES.map((value) => ({ value, label: wordsOfSource(value) }))}
            value={search.source ?? null}
            clearable
            onChange={(source) =>
              onSearch(withFilter(search, { source: source as OrdersSearch['source'] }))
            }
          />
          <Checkbox
            label={m.orders_filter_refunded()}
            checked={search.refunded === true}
            onChange={({ currentTarget: { checked } }) =>
              onSearch(withFilter(search, { refunded: checked ? true : undefined }))
            }
            mb={8}
          />
        </Group>
      </Collapse>
    </search>
  );
}
