import { Alert, SimpleGrid } from '@mantine/core';
import type { LiveLine } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { m } from '../app/texts.ts';
import { Figure } from '../ui/Figure.tsx';

/** How many wait, have their turn, and what became of the others. */
export function LineFigures({ line }: { line: LiveLine }) {
  const { told, slowed, away, admitted, served, missed, left } = line;
  const { lobby = 0, waiting = 0, turns = 0, turnS = 0, remaining = 0, held = 0 } = told ?? {};
  const people = lobby + waiting + slowed;
  const usual = told?.perMinute?.usual;
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="sm" mb="md">
        <Figure
          name={m.line_waiting()}
          value={formatCount(people)}
          {...hintOf(
            slowed > 0 ? m.line_slowed(inText(slowed)) : undefined,
            lobby > 0 ? m.line_in_lobby(inText(lobby)) : undefined,
          )}
        />
        <Figure
          name={m.line_turns()}
          value={formatCount(turns)}
          {...hintOf(m.line_turns_hint({ minutes: (turnS / 60).toLocaleString(language()) }))}
        />
        <Figure
          name={m.line_admitted()}
          value={formatCount(admitted)}
          {...hintOf(
            usual === undefined || usual < 1
              ? undefined
              : m.line_admitted_lately(inText(Math.round(usual))),
          )}
        />
        <Figure
          name={m.line_served()}
          value={formatCount(served)}
          {...hintOf(missed > 0 ? m.line_missed(inText(missed)) : undefined)}
        />
        <Figure
          name={m.line_left()}
          value={formatCount(left)}
          {...hintOf(away > 0 ? m.line_away(inText(away)) : undefined)}
        />
        <Figure
          name={m.line_tickets()}
          value={told === undefined ? '–' : formatCount(remaining)}
          {...hintOf(held > 0 ? m.line_tickets_held(inText(held)) : undefined)}
        />
      </SimpleGrid>
      {told !== undefined && people > remaining ? (
        <Alert color="warn" mb="md">
          {m.line_fewer()}
        </Alert>
      ) : null}
    </>
  );
}

const inText = (count: number) => ({ text: formatCount(count) });

const language = () => document.documentElement.lang;

function hintOf(...hints: readonly (string | undefined)[]): { hint?: string } {
  const said = hints.filter((hint) => hint !== undefined);
  return said.length === 0 ? {} : { hint: said.join(' · ') };
}
