import { Badge, Group, Text } from '@mantine/core';
import type { LoggedScan } from '@onsale/api-client';
import { m } from '../../app/texts.ts';
import { type Column, RowList } from '../../ui/RowList.tsx';
import { inOneLine } from '../in-one-line.ts';
import { useClock, useEntranceNames } from '../use-entrance.ts';
import { answerOf, wordsOfReason, wordsOfVia } from '../words-of-entrance.ts';
import { DeviceTime } from './DeviceTime.tsx';
import { TicketOfScan } from './TicketOfScan.tsx';

/** Scans, each in a row. */
export function ScanList({ scans }: { scans: readonly LoggedScan[] }) {
  const clock = useClock();
  const nameOf = useEntranceNames();
  return (
    <RowList
      label={m.entrance_page_log()}
      rows={scans}
      rowKey={({ scanId }) => String(scanId)}
      columns={columns(clock, nameOf)}
    />
  );
}

function columns(
  clock: (iso: string) => string,
  nameOf: (entranceId: string) => string,
): Column<LoggedScan>[] {
  return [
    {
      label: m.entrance_col_answer(),
      isHeadline: true,
      render: (scan) => <Answer scan={scan} />,
    },
    {
      label: m.entrance_col_ticket(),
      isHeadline: true,
      render: (scan) => <TicketOfScan scan={scan} />,
    },
    {
      label: m.entrance_col_where(),
      render: ({ entranceId, deviceName, memberName, via }) => (
        <>
          <Text span size="sm">
            {inOneLine(
              entranceId === undefined ? undefined : nameOf(entranceId),
              deviceName ?? memberName,
            )}
          </Text>
          <Text size="xs" c="dimmed">
            {wordsOfVia(via)}
          </Text>
        </>
      ),
    },
    {
      label: m.entrance_col_when(),
      render: (scan) => (
        <>
          <Text span size="sm">
            {clock(scan.at)}
          </Text>
          <DeviceTime {...scan} />
        </>
      ),
    },
  ];
}

function Answer({ scan }: { scan: LoggedScan }) {
  const { answer, reason, undone, letIn, why, conflict } = scan;
  // Devices do some things alone, also with a network: so a person decides there.
  const isAlone = undone || letIn || reason === 'malformed' || reason === 'forged';
  const { words, color } = answerOf(answer);
  const notes = inOneLine(
    reason === undefined || undone ? undefined : wordsOfReason(reason),
    letIn ? m.entrance_scan_let_in() : undefined,
    scan.offline && !isAlone ? m.entrance_scan_offline() : undefined,
    scan.late ? m.entrance_scan_late() : undefined,
    why,
  );
  return (
    <>
      <Group gap={6}>
        {undone ? (
          <Badge color="ink">{m.entrance_scan_undo()}</Badge>
        ) : (
          <Badge color={color}>{words}</Badge>
        )}
        {conflict === undefined ? null : <Badge color="bad">{m.entrance_scan_conflict()}</Badge>}
      </Group>
      {notes === '' ? null : (
        <Text size="xs" c="dimmed" fw={400} mt={2}>
          {notes}
        </Text>
      )}
    </>
  );
}
