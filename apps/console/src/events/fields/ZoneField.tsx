import { Select, type SelectProps } from '@mantine/core';
import { useMemo } from 'react';
import { m } from '../../app/texts.ts';

/** Of hundreds, these many are shown at a time; whoever types finds the others. */
const SHOWN = 40;

/** The zone whose clock is meant by every time of an event. */
export function ZoneField({ value, ...props }: SelectProps & { value?: string }) {
  const zones = useMemo(() => {
    const known = ['UTC', ...Intl.supportedValuesOf('timeZone')];
    return [...new Set(value === undefined ? known : [value, ...known])].map((zone) => ({
      value: zone,
      label: /^[+-]/.test(zone)
        ? m.events_zone_offset({ offset: zone })
        : zone.replaceAll('_', ' '),
    }));
  }, [value]);
  return (
    <Select
      label={m.events_zone()}
      description={m.events_zone_hint()}
      data={zones}
      limit={SHOWN}
      searchable
      allowDeselect={false}
      nothingFoundMessage={m.events_nothing_found()}
      {...(value === undefined ? {} : { value })}
      {...props}
    />
  );
}
