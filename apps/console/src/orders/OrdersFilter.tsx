import { ActionIcon, Button, Checkbox, Collapse, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { m } from '../app/texts.ts';
import { LISTED_STATUSES, type OrdersSearch, SOURCES, withFilter } from './orders-search.ts';
import { wordsOfSource, wordsOfStatus } from './words-of-order.ts';

/** Long enough that not every letter is a request, too short to be waited for. */
const TYPING_MS = 180;

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
        <SearchField search={search} onSearch={onSearch} />
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

function SearchField({
  search,
  onSearch,
}: {
  search: OrdersSearch;
  onSearch: (search: OrdersSearch) => void;
}) {
  const [typed, setTyped] = useState(search.q ?? '');
  const look = useDebouncedCallback(
    (q: string) => onSearch(withFilter(search, { q: q.trim() })),
    TYPING_MS,
  );
  const change = (q: string) => {
    setTyped(q);
    look(q);
  };
  return (
    <TextInput
      type="search"
      size="md"
      style={{ flex: 1 }}
      aria-label={m.orders_search()}
      placeholder={m.orders_search_hint()}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={
        typed === '' ? null : (
          <ActionIcon aria-label={m.orders_search_clear()} onClick={() => change('')}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        )
      }
      autoComplete="off"
      spellCheck={false}
      value={typed}
      onChange={({ currentTarget: { value } }) => change(value)}
    />
  );
}
