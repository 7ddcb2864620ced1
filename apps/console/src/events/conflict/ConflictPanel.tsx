import { Alert, List, Radio, Stack, Text } from '@mantine/core';
import type { EventInput } from '@onsale/contracts';
import { m } from '../../app/texts.ts';
import { bringIntoView } from '../edit/bring-into-view.ts';
import { zoneOf } from '../form/event-form.ts';
import {
  type Conflict,
  type MergedEvent,
  type Place,
  type TakenOver,
} from '../form/merge-event.ts';
import { wordsOfPlace, wordsOfValue } from './words-of-place.ts';

/** What somebody else has changed since this one was opened, and whose word counts where both did. */
export function ConflictPanel({
  merged,
  theirs,
  isTheirs,
  onChoose,
}: {
  merged: MergedEvent;
  /** The event as it is saved now. */
  theirs: EventInput;
  isTheirs: (conflict: Conflict) => boolean;
  onChoose: (conflict: Conflict, isTheirs: boolean) => void;
}) {
  const { takenOver, conflicts, event } = merged;
  const timeZone = zoneOf(theirs);
  const nameOf = (id: string) => nameIn(theirs, id) ?? nameIn(event, id) ?? id;
  const words = (place: Place, value: unknown) => wordsOfValue(place, value, timeZone);
  return (
    <Alert ref={bringIntoView} color="warn" title={m.events_conflict_title()} role="alert">
      <Stack gap="sm">
        <Text size="sm">
          {conflicts.length === 0 ? m.events_conflict_text_none() : m.events_conflict_text()}
        </Text>
        {conflicts.length === 0 ? null : <Text fw={600}>{m.events_conflict_both()}</Text>}
        {conflicts.map((conflict) => (
          <Radio.Group
            key={JSON.stringify(conflict.place)}
            label={wordsOfPlace(conflict.place, nameOf)}
            description={`${m.events_conflict_was()}: ${words(conflict.place, conflict.base)}`}
            value={isTheirs(conflict) ? 'theirs' : 'mine'}
            onChange={(value) => onChoose(conflict, value === 'theirs')}
          >
            <Stack gap={4} mt={4}>
              <Radio
                value="mine"
                label={`${m.events_conflict_mine()}: ${wordsOf(conflict, conflict.mine, words)}`}
              />
              <Radio
                value="theirs"
                label={`${m.events_conflict_theirs()}: ${wordsOf(conflict, conflict.theirs, words)}`}
              />
            </Stack>
          </Radio.Group>
        ))}
        {takenOver.length === 0 ? null : <Text fw={600}>{m.events_conflict_taken()}</Text>}
        <List size="sm">
          {takenOver.map((change) => (
            <List.Item key={JSON.stringify(change.place)}>
              {wordsOfPlace(change.place, nameOf)}: {wordsOfChange(change, words)}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Alert>
  );
}

type Words = (place: Place, value: unknown) => string;

function wordsOf({ place }: Conflict, value: unknown, words: Words): string {
  if (place.field === undefined && value === undefined) return m.events_conflict_removed();
  return words(place, value);
}

function wordsOfChange({ place, base, theirs }: TakenOver, words: Words): string {
  if (place.field === undefined) {
    return theirs === undefined ? m.events_conflict_removed() : m.events_conflict_added();
  }
  return `${words(place, base)} → ${words(place, theirs)}`;
}

function nameIn(event: EventInput, id: string): string | undefined {
  return (
    event.tickets.find((ticket) => ticket.id === id)?.name ??
    event.questions?.find((question) => question.id === id)?.text
  );
}
