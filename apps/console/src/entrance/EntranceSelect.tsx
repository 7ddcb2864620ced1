import { Select, type SelectProps } from '@mantine/core';
import { m } from '../app/texts.ts';
import { useEntrances } from './use-entrance.ts';
import { nameOfEntrance } from './words-of-entrance.ts';

/** One of the entrances of the event. */
export function EntranceSelect(props: Omit<SelectProps, 'data' | 'label'>) {
  const data = useEntrances().map((each) => ({
    ...{ value: each.entranceId, label: nameOfEntrance(each) },
  }));
  return <Select label={m.entrance_col_entrance()} data={data} {...props} />;
}
