import { Alert, Button, Group, List, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { formatCount } from '@onsale/i18n';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { m } from '../app/texts.ts';
import { eventQuery } from '../events/event-queries.ts';
import { CountField } from '../events/fields/CountField.tsx';
import { Panel } from '../ui/Panel.tsx';
import { EventSelect } from './EventSelect.tsx';
import {
  leastOf,
  minutesOf,
  MOST,
  type PlanField,
  type PlanForm,
  planFor,
  requestOf,
  wrongFields,
} from './plan-form.ts';
import { REHEARSALS_KEY, startRehearsal } from './rehearsal-queries.ts';
import { wordsOfRefusal } from './words-of-rehearsal.ts';

const FIELDS = [
  ['people', m.rehearsal_people, m.rehearsal_people_hint],
  ['withinS', m.rehearsal_within, m.rehearsal_within_hint],
  ['tickets', m.rehearsal_tickets, m.rehearsal_tickets_hint],
  ['phones', m.rehearsal_phones, m.rehearsal_phones_hint],
  ['bots', m.rehearsal_bots, m.rehearsal_bots_hint],
  ['abandons', m.rehearsal_abandons, m.rehearsal_abandons_hint],
] as const;

/** Who comes for what, in plain words, what that does to the shop, and the button. */
export function PlanPanel({ eventId: first }: { eventId: string | undefined }) {
  const [eventId, setEventId] = useState(first ?? '');
  const event = useQuery({ ...eventQuery(eventId), enabled: eventId !== '' });
  const [changes, setChanges] = useState<Partial<PlanForm>>({});
  const plan = { ...planFor(eventId === '' ? undefined : event.data), eventId, ...changes };
  const { wrong, isStarting, error, submit } = useStart(plan);
  const field = (name: PlanField) => ({
    value: plan[name],
    onChange: (text: string) => setChanges({ ...changes, [name]: text }),
    error: wrong.includes(name)
      ? m.rehearsal_number({ least: leastOf(name), most: formatCount(MOST[name]) })
      : undefined,
  });
  return (
    <Panel title={m.rehearsal_plan()}>
      <form onSubmit={submit}>
        <Stack>
          <EventSelect
            value={eventId}
            onChange={(chosen) => {
              setEventId(chosen);
              setChanges({});
            }}
          />
          <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
            {FIELDS.map(([name, label, hint]) => (
              <CountField key={name} label={label()} description={hint()} {...field(name)} />
            ))}
          </SimpleGrid>
          <Consequences />
          {error === undefined ? null : (
            <Alert color="bad" role="alert" title={m.rehearsal_not_started()}>
              {error}
            </Alert>
          )}
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed">
              {wrong.length > 0 ? null : m.rehearsal_takes({ minutes: minutesOf(plan) })}
            </Text>
            <Button
              type="submit"
              size="md"
              loading={isStarting}
              leftSection={<IconPlayerPlay size={18} aria-hidden />}
            >
              {m.rehearsal_start()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function useStart(plan: PlanForm) {
  const client = useQueryClient();
  const [wasTried, setTried] = useState(false);
  const start = useMutation({
    mutationFn: async () => await startRehearsal(requestOf(plan)),
    onSettled: async () => await client.invalidateQueries({ queryKey: REHEARSALS_KEY }),
  });
  const wrong = wasTried ? wrongFields(plan) : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrongFields(plan).length === 0) start.mutate();
  };
  const error = start.error === null ? undefined : wordsOfRefusal(start.error);
  return { wrong, submit, error, isStarting: start.isPending };
}

function Consequences() {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {m.rehearsal_what_happens()}
      </Text>
      <List size="sm" spacing={4}>
        <List.Item>{m.rehearsal_happens_copy()}</List.Item>
        <List.Item>{m.rehearsal_happens_crowd()}</List.Item>
        <List.Item>{m.rehearsal_happens_slow()}</List.Item>
        <List.Item>{m.rehearsal_happens_end()}</List.Item>
      </List>
    </div>
  );
}
