import { Button, Select, SimpleGrid } from '@mantine/core';
import { m } from '../../app/texts.ts';
import { EntranceSelect } from '../EntranceSelect.tsx';
import { useEntrance, useEntrances } from '../use-entrance.ts';
import { answerOf } from '../words-of-entrance.ts';
import { ANSWERS, type LogSearch, withFilter } from './log-search.ts';

/** By which the log is made shorter; a ticket is chosen where it is seen, and taken away here. */
export function LogFilter({
  search,
  onSearch,
}: {
  search: LogSearch;
  onSearch: (search: LogSearch) => void;
}) {
  const entrances = useEntrances();
  const { progress } = useEntrance();
  const devices = (progress?.devices ?? []).map(({ deviceId, name }) => ({
    ...{ value: deviceId, label: name },
  }));
  return (
    <SimpleGrid
      component="search"
      cols={{ base: 2, sm: 3 }}
      spacing="sm"
      mb="md"
      style={{ alignItems: 'end' }}
    >
      <Select
        label={m.entrance_col_answer()}
        placeholder={m.entrance_filter_all()}
        data={ANSWERS.map((value) => ({ value, label: answerOf(value).words }))}
        value={search.answer ?? null}
        clearable
        onChange={(answer) =>
          onSearch(withFilter(search, { answer: ANSWERS.find((each) => each === answer) }))
        }
      />
      <Select
        label={m.entrance_col_device()}
        placeholder={m.entrance_filter_all()}
        data={devices}
        value={search.deviceId ?? null}
        clearable
        searchable
        onChange={(deviceId) => onSearch(withFilter(search, { deviceId: deviceId ?? undefined }))}
      />
      {entrances.length < 2 ? null : (
        <EntranceSelect
          placeholder={m.entrance_filter_all()}
          value={search.entranceId ?? null}
          clearable
          onChange={(entranceId) =>
            onSearch(withFilter(search, { entranceId: entranceId ?? undefined }))
          }
        />
      )}
      {search.ticket === undefined ? null : (
        <Button
          variant="default"
          onClick={() => onSearch(withFilter(search, { ticket: undefined }))}
        >
          {m.entrance_filter_no_ticket()}
        </Button>
      )}
    </SimpleGrid>
  );
}
