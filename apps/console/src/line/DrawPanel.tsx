import { Anchor, Code, Stack, Text } from '@mantine/core';
import type { LiveLine, OfficeEvent } from '@onsale/api-client';
import { formatCount, formatMoment } from '@onsale/i18n';
import { m } from '../app/texts.ts';
import { Facts } from '../ui/Facts.tsx';
import { Panel } from '../ui/Panel.tsx';

/** What anybody needs to check the draw of a line that began with a lobby. */
export function DrawPanel({ line, event }: { line: LiveLine; event: OfficeEvent }) {
  const draw = line.told?.draw;
  if (draw === undefined) return null;
  const { seedHash, listHash, places, isDrawn } = draw;
  const lots = new URL(`/api/v1/lines/${encodeURIComponent(line.eventId)}/lots`, event.url);
  return (
    <Panel title={m.line_draw()}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {m.line_draw_why()}
        </Text>
        <Facts
          facts={[
            [m.line_draw_places(), places === undefined ? undefined : formatCount(places)],
            [m.line_draw_at(), line.drawAt && formatMoment(line.drawAt, line.timeZone)],
            [m.line_draw_seed(), <Hash key="seed" hex={seedHash} />],
            [m.line_draw_list(), listHash && <Hash key="list" hex={listHash} />],
          ]}
        />
        {isDrawn ? (
          <>
            <Anchor href={lots.href} size="sm" underline="always" target="_blank">
              {m.line_draw_lots()}
            </Anchor>
            <Text size="sm">{m.line_draw_how()}</Text>
          </>
        ) : (
          <Text size="sm">{m.line_draw_later()}</Text>
        )}
      </Stack>
    </Panel>
  );
}

function Hash({ hex }: { hex: string }) {
  return <Code style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>{hex}</Code>;
}
