import type { EntranceProgress } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { m } from '../../app/texts.ts';
import { Panel } from '../../ui/Panel.tsx';
import { RowList } from '../../ui/RowList.tsx';
import { isConnected, nameOfEntrance } from '../words-of-entrance.ts';

/** Which entrance is busy, and with how many devices. Of an event with one, the rest of the page says it all. */
export function EntrancesPanel({ progress }: { progress: EntranceProgress }) {
  const { entrances, devices, at } = progress;
  if (entrances.length < 2) return null;
  const connected = (entranceId: string) =>
    devices.filter((device) => device.entranceId === entranceId && isConnected(device, at)).length;
  return (
    <Panel title={m.entrance_entrances()}>
      <RowList
        label={m.entrance_entrances()}
        rows={entrances}
        rowKey={({ entranceId }) => entranceId}
        columns={[
          { label: m.entrance_col_entrance(), isHeadline: true, render: nameOfEntrance },
          {
            label: m.entrance_five_minutes(),
            isNumber: true,
            render: ({ lastFiveMinutes }) => formatCount(lastFiveMinutes),
          },
          {
            label: m.entrance_col_in(),
            isNumber: true,
            render: (entrance) => formatCount(entrance.in),
          },
          {
            label: m.entrance_col_connected(),
            isNumber: true,
            render: ({ entranceId }) => formatCount(connected(entranceId)),
          },
        ]}
      />
    </Panel>
  );
}
