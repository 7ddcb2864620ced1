import { Anchor, Button, Card, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { LiveLine, OfficeEvent } from '@onsale/api-client';
import { m } from '../app/texts.ts';
import type { useLineChange } from './use-line-change.ts';
import { wordsOfLine, wordsOfTrouble } from './words-of-line.ts';

/** What the line does now, and the one press that stops it or lets it go on. */
export function LineSwitch({
  line,
  event,
  canSteer,
  settings,
  change,
  isChanging,
}: { line: LiveLine; event: OfficeEvent; canSteer: boolean } & ReturnType<typeof useLineChange>) {
  const { isPaused, isClosed } = settings;
  const hasEnded = line.told?.status === 'closed' && !isClosed;
  const isSlow = line.told?.status === 'open' && line.trouble !== undefined;
  const press = () =>
    change({
      body: { isPaused: !isPaused },
      done: isPaused ? m.line_done_go_on() : m.line_done_pause(),
    });
  return (
    <Card padding="md" mb="md">
      <Group justify="space-between" gap="sm">
        <Stack gap={2} flex={1} miw={220}>
          <Text fw={600} role="status">
            {wordsOfLine(line, { event, settings })}
          </Text>
          {isSlow ? (
            <Text size="sm" c="dimmed">
              {m.line_strained({ why: wordsOfTrouble(line.trouble ?? '') })}
            </Text>
          ) : null}
          <Anchor
            href={new URL(`/line/${line.eventId}`, event.url).href}
            size="sm"
            underline="always"
            target="_blank"
          >
            {m.line_page()}
          </Anchor>
        </Stack>
        {canSteer && !isClosed && !hasEnded ? (
          <Button
            size="md"
            variant={isPaused ? 'filled' : 'default'}
            loading={isChanging}
            leftSection={
              isPaused ? (
                <IconPlayerPlay size={18} aria-hidden />
              ) : (
                <IconPlayerPause size={18} aria-hidden />
              )
            }
            onClick={press}
          >
            {isPaused ? m.line_go_on() : m.line_pause()}
          </Button>
        ) : null}
      </Group>
    </Card>
  );
}
