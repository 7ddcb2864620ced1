import type { Grant, Role } from '@onsale/api-client';
import { Checkbox, MultiSelect, Stack, Text } from '@mantine/core';
import { useEventNames } from '../orders/use-event-names.ts';
import { m } from '../app/texts.ts';
import { ROLE_MEANINGS, ROLE_NAMES, ROLES_IN_ORDER } from './words-of-roles.ts';

/** What somebody may do: each role, for all events unless some are named. */
export function GrantsField({
  value,
  onChange,
  error,
}: {
  value: readonly Grant[];
  onChange: (grants: Grant[]) => void;
  error?: string | undefined;
}) {
  const { events, nameOf } = useEventNames();
  const setRole = (role: Role, grants: Grant[]) =>
    onChange([...value.filter((grant) => grant.role !== role), ...grants]);
  // Those of events that are not in the list any more stay, too.
  const known = new Set([
    ...events.map(({ eventId }) => eventId),
    ...value.flatMap(({ eventId }) => eventId ?? []),
  ]);
  const choices = [...known].map((eventId) => ({ value: eventId, label: nameOf(eventId) }));
  return (
    <Checkbox.Group
      label={m.team_roles()}
      description={m.team_roles_about()}
      error={error}
      value={[...new Set(value.map(({ role }) => role))]}
      readOnly
    >
      <Stack gap="sm" mt="xs">
        {ROLES_IN_ORDER.map((role) => {
          const ofRole = value.filter((grant) => grant.role === role);
          return (
            <div key={role}>
              <Checkbox
                value={role}
                label={ROLE_NAMES[role]()}
                description={ROLE_MEANINGS[role]()}
                checked={ofRole.length > 0}
                onChange={(event) => setRole(role, event.currentTarget.checked ? [{ role }] : [])}
              />
              {ofRole.length > 0 && choices.length > 0 ? (
                <MultiSelect
                  ml={32}
                  mt={4}
                  size="xs"
                  aria-label={m.team_events_of({ role: ROLE_NAMES[role]() })}
                  placeholder={ofRole.some(({ eventId }) => eventId) ? '' : m.team_all_events()}
                  data={choices}
                  value={ofRole.flatMap(({ eventId }) => eventId ?? [])}
                  searchable
                  clearable
                  onChange={(ids) =>
                    setRole(
                      role,
                      ids.length === 0 ? [{ role }] : ids.map((eventId) => ({ role, eventId })),
                    )
                  }
                />
              ) : null}
            </div>
          );
        })}
        {value.some(({ role }) => role === 'owner') ? (
          <Text size="sm" c="var(--warn)">
            {m.team_owner_warning()}
          </Text>
        ) : null}
      </Stack>
    </Checkbox.Group>
  );
}
