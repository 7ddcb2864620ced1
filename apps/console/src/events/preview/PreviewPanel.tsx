import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Seller } from '@onsale/api-client';
import type { EventInput } from '@onsale/contracts';
import { useState } from 'react';
import { m } from '../../app/texts.ts';
import type { Left } from './details-of-draft.ts';
import { PreviewFrame } from './PreviewFrame.tsx';

/** Whoever types is not disturbed by what moves beside them. */
const PAUSE_MS = 250;

/** The preview, with a choice of what it is looked at on. */
export function PreviewPanel({
  draft,
  seller,
  left,
}: {
  draft: EventInput;
  seller: Seller;
  left: Left;
}) {
  const [width, setWidth] = useState<'phone' | 'desktop'>('phone');
  const [settled] = useDebouncedValue(draft, PAUSE_MS);
  return (
    <Stack gap="xs" component="section" aria-label={m.events_preview()}>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" maw="34ch">
          {m.events_preview_hint()}
        </Text>
        <SegmentedControl
          size="xs"
          visibleFrom="sm"
          aria-label={m.events_preview_width()}
          data={[
            { value: 'phone', label: m.events_preview_phone() },
            { value: 'desktop', label: m.events_preview_desktop() },
          ]}
          value={width}
          onChange={(value) => setWidth(value)}
        />
      </Group>
      <PreviewFrame draft={settled} seller={seller} left={left} width={width} />
    </Stack>
  );
}
