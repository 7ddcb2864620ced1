import { Button, Card, Group, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { LiveSale, OfficeEvent } from '@onsale/api-client';
import { m } from '../../app/texts.ts';
import { useMay } from '../../app/use-me.ts';
import { useStep } from '../../events/steps/use-step.ts';

/** Whether anything is sold now, and the one press that stops it or lets it go on. */
export function SaleSwitch({ sale: told, event }: { sale: LiveSale; event: OfficeEvent }) {
  // A step that was just taken is known before the stream tells of it.
  const sale = event.revision > told.revision ? { ...told, status: event.status } : told;
  const step = useStep(event);
  const may = useMay();
  const isPaused = sale.status === 'paused';
  const canSwitch = may('sale.control', sale.eventId) && (isPaused || sale.status === 'on_sale');
  return (
    <Card padding="md" mb="md">
      <Group justify="space-between" gap="sm">
        <Text fw={600} role="status">
          {wordsOf(sale)}
        </Text>
        {canSwitch ? (
          <Button
            size="md"
            variant={isPaused ? 'filled' : 'default'}
            loading={step.isPending}
            leftSection={
              isPaused ? (
                <IconPlayerPlay size={18} aria-hidden />
              ) : (
                <IconPlayerPause size={18} aria-hidden />
              )
            }
            onClick={() => step.mutate(isPaused ? 'resume' : 'pause')}
          >
            {isPaused ? m.sale_resume() : m.sale_pause()}
          </Button>
        ) : null}
      </Group>
    </Card>
  );
}

function wordsOf({ status, onSale }: LiveSale): string {
  switch (status) {
    case 'on_sale':
      return onSale ? m.sale_on() : m.sale_waits();
    case 'paused':
      return m.sale_paused();
    case 'closed':
      return m.sale_closed();
    case 'draft':
      return m.sale_draft();
    case 'cancelled':
      return m.sale_cancelled();
    default:
      return m.sale_archived();
  }
}
