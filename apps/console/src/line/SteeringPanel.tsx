import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { LiveLine } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { type FormEvent, useState } from 'react';
import { m } from '../app/texts.ts';
import { CountField } from '../events/fields/CountField.tsx';
import { Panel } from '../ui/Panel.tsx';
import type { useLineChange } from './use-line-change.ts';

type Steering = ReturnType<typeof useLineChange>;

/** What the team may decide while people wait: the pace, a message, and the end. */
export function SteeringPanel({ line, ...steering }: { line: LiveLine } & Steering) {
  const { settings, change, isChanging } = steering;
  const { isClosed } = settings;
  return (
    <Panel title={m.line_steer()}>
      <Stack>
        {/* What others decide is shown at once; what is being typed here is not kept for that. */}
        <PaceForm key={`pace ${settings.perMinute}`} line={line} {...steering} />
        <MessageForm key={`message ${settings.message}`} {...steering} />
        <Group justify="space-between" gap="sm">
          <Text size="sm" c="dimmed" flex={1} miw={220}>
            {m.line_close_hint()}
          </Text>
          <Button
            variant={isClosed ? 'filled' : 'outline'}
            {...(isClosed ? {} : { color: 'bad' })}
            loading={isChanging}
            onClick={() =>
              change({
                body: { isClosed: !isClosed },
                done: isClosed ? m.line_done_reopen() : m.line_done_close(),
              })
            }
          >
            {isClosed ? m.line_reopen() : m.line_close()}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}

/** As the office takes them. */
const LONGEST_MESSAGE = 280;
const MOST_PER_MINUTE = 1_000_000;

function PaceForm({ line, settings, change, isChanging }: { line: LiveLine } & Steering) {
  const [typed, setTyped] = useState(settings.perMinute?.toString() ?? '');
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const perMinute = typed.trim() === '' ? null : Number(typed);
    if (perMinute === null) {
      change({ body: { perMinute }, done: m.line_pace_automatic() });
    } else if (Number.isInteger(perMinute) && perMinute >= 1 && perMinute <= MOST_PER_MINUTE) {
      change({ body: { perMinute }, done: m.line_pace_done() });
    } else setError(m.line_pace_problem());
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-start" gap="sm">
        <CountField
          flex={1}
          miw={280}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          label={m.line_pace()}
          description={
            line.perMinute === undefined
              ? m.line_pace_hint_none()
              : m.line_pace_hint({ text: formatCount(line.perMinute) })
          }
          value={typed}
          error={error}
          onChange={(text) => {
            setTyped(text);
            setError(undefined);
          }}
        />
        <Button type="submit" variant="default" mt={{ base: 0, sm: 26 }} loading={isChanging}>
          {m.line_pace_set()}
        </Button>
      </Group>
    </form>
  );
}

function MessageForm({ settings, change, isChanging }: Steering) {
  const [typed, setTyped] = useState(settings.message ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === '') return;
    change({ body: { message: typed.trim() }, done: m.line_message_done() });
  };
  const remove = () => change({ body: { message: null }, done: m.line_message_removed() });
  return (
    <form onSubmit={submit}>
      <Group align="flex-start" gap="sm">
        <TextInput
          flex={1}
          miw={280}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          label={m.line_message()}
          description={m.line_message_hint()}
          placeholder={m.line_message_example()}
          maxLength={LONGEST_MESSAGE}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Group gap="xs" mt={{ base: 0, sm: 26 }}>
          <Button type="submit" variant="default" loading={isChanging}>
            {m.line_message_send()}
          </Button>
          {settings.message === undefined ? null : (
            <Button variant="subtle" color="bad" loading={isChanging} onClick={remove}>
              {m.line_message_remove()}
            </Button>
          )}
        </Group>
      </Group>
    </form>
  );
}
