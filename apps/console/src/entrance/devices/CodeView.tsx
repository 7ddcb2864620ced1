import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import type { Device } from '@onsale/api-client';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { m } from '../../app/texts.ts';
import { qrCode } from '../../events/share/qr-code.ts';
import { CopyField } from '../../team/CopyField.tsx';
import { useEntrance } from '../use-entrance.ts';
import classes from './CodeView.module.css';

interface Made {
  device: Device;
  code: string;
  url: string;
}

/** The code of a device, until it has signed in by it or the time is over. */
export function CodeView({
  made,
  onAnother,
  onClose,
}: {
  made: Made;
  onAnother: () => void;
  onClose: () => void;
}) {
  const { device } = made;
  const now = useEntrance().progress?.devices.find(({ deviceId }) => deviceId === device.deviceId);
  const secondsLeft = useSecondsLeft(device);
  const isSignedIn = now?.state === 'signed_in';
  return (
    <Stack>
      {isSignedIn ? (
        <Alert color="good" icon={<IconCheck aria-hidden />} role="status">
          {m.entrance_device_signed_in({ name: device.name })}
        </Alert>
      ) : secondsLeft === 0 ? (
        <Alert color="warn" role="status">
          {m.entrance_code_over()}
        </Alert>
      ) : (
        <Code made={made} secondsLeft={secondsLeft} />
      )}
      <Group justify="flex-end">
        {isSignedIn || secondsLeft === 0 ? (
          <Button variant={isSignedIn ? 'default' : 'filled'} onClick={onAnother}>
            {isSignedIn ? m.entrance_add_another() : m.entrance_code_again()}
          </Button>
        ) : null}
        <Button variant={isSignedIn ? 'filled' : 'default'} onClick={onClose}>
          {m.app_close()}
        </Button>
      </Group>
    </Stack>
  );
}

function Code({ made: { device, code, url }, secondsLeft }: { made: Made; secondsLeft: number }) {
  const picture = useMemo(() => `data:image/svg+xml,${encodeURIComponent(qrCode(url))}`, [url]);
  const minutes = Math.floor(secondsLeft / 60);
  const left = `${minutes}:${String(secondsLeft % 60).padStart(2, '0')}`;
  const { protocol, hostname, origin, pathname } = new URL(url);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1';
  const hasCamera = protocol === 'https:' || isLocal;
  return (
    <>
      <img className={classes['code']} src={picture} alt={m.entrance_code_picture()} />
      <Text size="sm" ta="center" role="timer">
        {m.entrance_code_left({ left })}
      </Text>
      <List type="ordered" size="sm">
        <List.Item>{m.entrance_code_step_scan({ name: device.name })}</List.Item>
        <List.Item>{m.entrance_code_step_open()}</List.Item>
      </List>
      <CopyField label={m.entrance_code_link()} value={url} />
      <div>
        <Text size="sm">{m.entrance_code_typed({ address: `${origin}${pathname}` })}</Text>
        <Text className={classes['typed'] ?? ''} fz={28} fw={700} ff="monospace">
          {code}
        </Text>
      </div>
      {hasCamera ? null : <Alert color="warn">{m.entrance_code_insecure()}</Alert>}
      {isLocal ? <Alert color="warn">{m.entrance_code_local()}</Alert> : null}
    </>
  );
}

const SECOND_MS = 1000;

/** How long the code is good for. By the time that has passed here, whatever this clock says. */
function useSecondsLeft({ createdAt, codeExpiresAt = createdAt }: Device): number {
  const [startedMs] = useState(() => performance.now());
  const [nowMs, setNowMs] = useState(startedMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  const goodForMs = Date.parse(codeExpiresAt) - Date.parse(createdAt);
  return Math.max(0, Math.ceil((goodForMs - (nowMs - startedMs)) / SECOND_MS));
}
