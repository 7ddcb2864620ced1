import { Text } from '@mantine/core';
import type { LoggedScan } from '@onsale/api-client';
import { m } from '../../app/texts.ts';
import { useClock } from '../use-entrance.ts';
import { CLOCK_OFF_MS } from '../words-of-entrance.ts';

/** What the clock of the device said, where it matters that it said something else. */
export function DeviceTime({ at, deviceAt }: Pick<LoggedScan, 'at' | 'deviceAt'>) {
  const clock = useClock();
  if (deviceAt === undefined) return null;
  if (Math.abs(Date.parse(deviceAt) - Date.parse(at)) <= CLOCK_OFF_MS) return null;
  return (
    <Text size="xs" c="dimmed">
      {m.entrance_device_time({ time: clock(deviceAt) })}
    </Text>
  );
}
