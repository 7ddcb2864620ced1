import { Anchor, Button, CopyButton, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { useMemo } from 'react';
import { m } from '../../app/texts.ts';
import { download } from './download.ts';
import { qrCode, qrCodePng } from './qr-code.ts';
import classes from './SharePanel.module.css';

/** The address of an event in the shop, to send and to print. */
export function SharePanel({ url, eventId }: { url: string; eventId: string }) {
  const svg = useMemo(() => qrCode(url), [url]);
  return (
    <Paper withBorder p="md" component="section" aria-label={m.events_link()}>
      <Stack gap="sm">
        <Group align="flex-end" wrap="nowrap" gap="xs">
          <TextInput
            label={m.events_link()}
            value={url}
            readOnly
            style={{ flex: 1 }}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={url}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                onClick={copy}
                leftSection={
                  copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                }
              >
                {copied ? m.events_copied() : m.events_copy()}
              </Button>
            )}
          </CopyButton>
        </Group>
        <Group align="center" gap="lg">
          <img
            className={classes.code}
            src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
            alt={m.events_qr_label({ url })}
          />
          <Stack gap="xs">
            <Text fw={600}>{m.events_qr()}</Text>
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => download(new Blob([svg], { type: 'image/svg+xml' }), `${eventId}.svg`)}
            >
              {m.events_download_svg()}
            </Button>
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => void qrCodePng(url).then((png) => download(png, `${eventId}.png`))}
            >
              {m.events_download_png()}
            </Button>
            <Anchor href={url} target="_blank" rel="noopener" size="sm">
              {m.events_open_shop()}
            </Anchor>
          </Stack>
        </Group>
      </Stack>
    </Paper>
  );
}
