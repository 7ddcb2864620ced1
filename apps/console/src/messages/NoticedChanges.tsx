import type { NoticedChange } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { List, Text } from '@mantine/core';
import { m } from '../app/texts.ts';

/** What has changed of an event, as its buyers are told. */
export function NoticedChanges({
  changes,
  timeZone,
}: {
  changes: readonly NoticedChange[];
  timeZone: string | undefined;
}) {
  return (
    <List size="sm" listStyleType="none">
      {changes.map(({ field, from, to }) => (
        <List.Item key={field} style={{ overflowWrap: 'anywhere' }}>
          {FIELDS[field]()}:{' '}
          <Text span inherit>
            {shown(field, to, timeZone)}
          </Text>{' '}
          {from === undefined ? null : (
            <Text span inherit c="dimmed" td="line-through">
              {shown(field, from, timeZone)}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}

const FIELDS = {
  name: () => m.messages_field_name(),
  startsAt: () => m.messages_field_starts(),
  doorsAt: () => m.messages_field_doors(),
  endsAt: () => m.messages_field_ends(),
  venue: () => m.messages_field_venue(),
  city: () => m.messages_field_city(),
} as const satisfies Record<NoticedChange['field'], () => string>;

function shown(field: NoticedChange['field'], value: string | undefined, timeZone?: string) {
  if (value === undefined) return '–';
  return field.endsWith('At') ? formatMinute(value, timeZone) : value;
}
