import { Button } from '@mantine/core';
import type { EntranceProgress } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { IconDeviceMobile, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { m } from '../../app/texts.ts';
import { EmptyView } from '../../ui/EmptyView.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { isActive } from '../words-of-entrance.ts';
import { AddDeviceDialog } from './AddDeviceDialog.tsx';
import { DeviceList } from './DeviceList.tsx';
import { LateScansNote } from './LateScansNote.tsx';

/** What scans at the entrances, how each is, and the button that adds one. */
export function DevicesPanel({ progress }: { progress: EntranceProgress }) {
  const [isAdding, setAdding] = useState(false);
  const [isEveryoneShown, setEveryoneShown] = useState(false);
  const devices = progress.devices.filter(({ state }) => state !== 'expired');
  const active = devices.filter(isActive);
  const gone = devices.length - active.length;
  const shown = isEveryoneShown
    ? [...active, ...devices.filter((each) => !isActive(each))]
    : active;
  const button = (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      size={active.length === 0 ? 'sm' : 'compact-md'}
      onClick={() => setAdding(true)}
    >
      {m.entrance_add_device()}
    </Button>
  );
  return (
    <Panel title={m.entrance_devices()} action={active.length === 0 ? undefined : button}>
      {devices
        .filter(({ lateScans }) => lateScans > 0)
        .map((device) => (
          <LateScansNote key={device.deviceId} device={device} />
        ))}
      {active.length === 0 ? (
        <EmptyView
          icon={<IconDeviceMobile />}
          title={m.entrance_devices_none_title()}
          text={m.entrance_devices_none_text()}
        >
          {button}
        </EmptyView>
      ) : null}
      {shown.length === 0 ? null : <DeviceList devices={shown} at={progress.at} />}
      {gone === 0 ? null : (
        <Button
          variant="subtle"
          size="compact-sm"
          mt="sm"
          aria-expanded={isEveryoneShown}
          onClick={() => setEveryoneShown(!isEveryoneShown)}
        >
          {isEveryoneShown
            ? m.entrance_devices_gone_hide()
            : m.entrance_devices_gone({ count: gone, text: formatCount(gone) })}
        </Button>
      )}
      {isAdding ? <AddDeviceDialog onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}
