import { Badge, Button, Text } from '@mantine/core';
import type { Device } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { useState } from 'react';
import { TextLink } from '../../app/links.tsx';
import { m } from '../../app/texts.ts';
import { type Column, RowList } from '../../ui/RowList.tsx';
import { useClock, useEntranceNames } from '../use-entrance.ts';
import { CLOCK_OFF_MS, isConnected, stateOfDevice } from '../words-of-entrance.ts';
import { RevokeDialog } from './RevokeDialog.tsx';

const MINUTE_MS = 60_000;

/** Devices, as they are at a moment (ISO 8601). */
export function DeviceList({ devices, at }: { devices: readonly Device[]; at: string }) {
  const nameOf = useEntranceNames();
  const [revoked, setRevoked] = useState<Device>();
  return (
    <>
      <RowList
        label={m.entrance_devices()}
        rows={devices}
        rowKey={({ deviceId }) => deviceId}
        columns={columns({ at, nameOf, onRevoke: setRevoked })}
      />
      {revoked === undefined ? null : (
        <RevokeDialog device={revoked} onClose={() => setRevoked(undefined)} />
      )}
    </>
  );
}

function columns({
  at,
  nameOf,
  onRevoke,
}: {
  at: string;
  nameOf: (entranceId: string) => string;
  onRevoke: (device: Device) => void;
}): Column<Device>[] {
  return [
    {
      label: m.entrance_col_device(),
      isHeadline: true,
      render: (device) => <Name device={device} entrance={nameOf(device.entranceId)} />,
    },
    { label: m.entrance_col_state(), render: (device) => <State device={device} at={at} /> },
    {
      label: m.entrance_col_list(),
      render: ({ listAt }) => (listAt === undefined ? '–' : ageOf(listAt, at)),
    },
    {
      label: m.entrance_col_waiting(),
      isNumber: true,
      render: ({ waiting }) => (waiting === 0 ? formatCount(0) : <b>{formatCount(waiting)}</b>),
    },
    {
      label: m.entrance_col_let_in(),
      isNumber: true,
      render: ({ checkIns }) => formatCount(checkIns),
    },
    {
      label: '',
      render: (device) =>
        device.state === 'revoked' ? null : (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={m.entrance_revoke_named({ name: device.name })}
            onClick={() => onRevoke(device)}
          >
            {m.entrance_revoke()}
          </Button>
        ),
    },
  ];
}

function Name({ device, entrance }: { device: Device; entrance: string }) {
  const { eventId, deviceId, name } = device;
  return (
    <>
      <TextLink
        to="/events/$eventId/entrance/log"
        params={{ eventId }}
        search={{ deviceId }}
        fw={600}
      >
        {name}
      </TextLink>
      <Text size="sm" c="dimmed" fw={400}>
        {entrance}
      </Text>
    </>
  );
}

function State({ device, at }: { device: Device; at: string }) {
  const clock = useClock();
  const { words, color } = stateOfDevice(device, at);
  return (
    <>
      <Badge color={color}>{words}</Badge>
      {hintsOf(device, at, clock).map((hint) => (
        <Text key={hint} size="xs" c="dimmed">
          {hint}
        </Text>
      ))}
    </>
  );
}

function hintsOf(device: Device, at: string, clock: (iso: string) => string): string[] {
  const { state, codeExpiresAt, lastSeenAt, revokedAt, clockOffMs = 0 } = device;
  const hints: string[] = [];
  if (state === 'invited' && codeExpiresAt !== undefined) {
    hints.push(m.entrance_code_until({ time: clock(codeExpiresAt) }));
  }
  if (state === 'revoked' && revokedAt !== undefined) hints.push(clock(revokedAt));
  if (state === 'signed_in' && !isConnected(device, at) && lastSeenAt !== undefined) {
    hints.push(m.entrance_silent_since({ time: clock(lastSeenAt) }));
  }
  if (state === 'signed_in' && Math.abs(clockOffMs) > CLOCK_OFF_MS) {
    const minutes = formatCount(Math.round(Math.abs(clockOffMs) / MINUTE_MS));
    hints.push(
      clockOffMs > 0 ? m.entrance_clock_ahead({ minutes }) : m.entrance_clock_behind({ minutes }),
    );
  }
  return hints;
}

/** How long ago, as roughly as it matters. */
function ageOf(iso: string, at: string): string {
  const minutes = Math.floor((Date.parse(at) - Date.parse(iso)) / MINUTE_MS);
  if (minutes < 1) return m.entrance_age_now();
  return minutes < 60
    ? m.entrance_age_minutes({ minutes })
    : m.entrance_age_hours({ hours: Math.floor(minutes / 60) });
}
