import { Select } from '@mantine/core';
import { m } from '../app/texts.ts';
import { useEventNames } from '../orders/use-event-names.ts';

/** The event that is copied, or a made-up one (empty). */
export function EventSelect({
  value,
  onChange,
}: {
  value: string;
  onChange: (eventId: string) => void;
}) {
  const { events, nameOf } = useEventNames();
  const known = events.map(({ eventId, name }) => ({ value: eventId, label: name }));
  // A link may lead here before the names are there.
  const isMissing = value !== '' && !events.some(({ eventId }) => eventId === value);
  return (
    <Select
      label={m.rehearsal_event()}
      description={m.rehearsal_event_hint()}
      searchable
      allowDeselect={false}
      data={[
        { value: '', label: m.rehearsal_made_up() },
        ...(isMissing ? [{ value, label: nameOf(value) }] : []),
        ...known,
      ]}
      value={value}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}
