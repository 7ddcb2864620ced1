import { Alert, List, Text } from '@mantine/core';
import { formatDay } from '@onsale/i18n';
import type { ReactNode } from 'react';
import { m } from '../../app/texts.ts';
import type { StrayType } from './stray-days.ts';

/** Says which types are set to admit on days that the event does not have, and what can be done about it. */
export function StrayDaysNote({
  types,
  children,
}: {
  types: readonly StrayType[];
  children?: ReactNode;
}) {
  if (types.length === 0) return null;
  return (
    <Alert color="warn" mb="md" title={m.entrance_stray_title()}>
      <Text size="sm">{m.entrance_stray_text()}</Text>
      <List size="sm" my="xs">
        {types.map(({ ticketId, name, days, isShut }) => {
          const about = { type: name, days: days.map(formatDay).join(', ') };
          return (
            <List.Item key={ticketId}>
              {isShut ? m.entrance_stray_shut(about) : m.entrance_stray_type(about)}
            </List.Item>
          );
        })}
      </List>
      {children}
    </Alert>
  );
}
