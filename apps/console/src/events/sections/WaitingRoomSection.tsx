import { Radio, Stack, Text } from '@mantine/core';
import { m } from '../../app/texts.ts';
import { CountField } from '../fields/CountField.tsx';
import { DecimalField } from '../fields/DecimalField.tsx';
import { MomentField } from '../fields/MomentField.tsx';
import type { WaitingRoomForm } from '../form/event-form.ts';
import type { MantineEventForm } from '../form/form-of-mantine.ts';
import { Columns } from './Columns.tsx';

const KINDS: readonly {
  opens: WaitingRoomForm['opens'];
  label: () => string;
  hint: () => string;
}[] = [
  { opens: '', label: () => m.events_line_none(), hint: () => m.events_line_none_hint() },
  {
    opens: 'always',
    label: () => m.events_line_always(),
    hint: () => m.events_line_always_hint(),
  },
  { opens: 'from', label: () => m.events_line_from(), hint: () => m.events_line_from_hint() },
  {
    opens: 'automatic',
    label: () => m.events_line_automatic(),
    hint: () => m.events_line_automatic_hint(),
  },
];

/** Whether people wait for their turn to order, and how. */
export function WaitingRoomSection({ form }: { form: MantineEventForm }) {
  const { waitingRoom, timeZone } = form.values;
  const { opens } = waitingRoom;
  const at = (name: keyof WaitingRoomForm) => form.getInputProps(`waitingRoom.${name}`);
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {m.events_line_hint()}
      </Text>
      <Radio.Group
        label={m.events_line_opens()}
        value={opens}
        onChange={(chosen) => form.setFieldValue('waitingRoom', choose(waitingRoom, chosen))}
        error={form.errors['waitingRoom.opens']}
      >
        <Stack gap="xs" mt="xs">
          {KINDS.map((kind) => (
            <Radio
              key={kind.opens}
              value={kind.opens}
              label={kind.label()}
              description={kind.hint()}
            />
          ))}
        </Stack>
      </Radio.Group>
      {opens === '' ? null : (
        <Columns>
          {opens === 'from' ? (
            <MomentField
              label={m.events_line_from_time()}
              withAsterisk
              timeZone={timeZone}
              {...at('from')}
            />
          ) : null}
          {opens === 'automatic' ? null : (
            <MomentField
              label={m.events_lobby_from()}
              description={m.events_lobby_from_hint()}
              timeZone={timeZone}
              {...at('lobbyFrom')}
            />
          )}
          <DecimalField
            label={m.events_turn_minutes()}
            description={m.events_turn_minutes_hint()}
            placeholder="5"
            {...at('turnMinutes')}
          />
          <CountField
            label={m.events_line_per_minute()}
            description={m.events_line_per_minute_hint()}
            {...at('perMinute')}
          />
          <CountField
            label={m.events_places_per_network()}
            description={m.events_places_per_network_hint()}
            placeholder="50"
            {...at('placesPerNetwork')}
          />
        </Columns>
      )}
    </Stack>
  );
}

// What has no field any more is not said any more.
function choose(room: WaitingRoomForm, chosen: string): WaitingRoomForm {
  const opens = KINDS.find((kind) => kind.opens === chosen)?.opens ?? '';
  return {
    ...room,
    opens,
    from: opens === 'from' ? room.from : '',
    lobbyFrom: opens === 'automatic' ? '' : room.lobbyFrom,
  };
}
