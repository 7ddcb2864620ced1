import { Table } from '@mantine/core';
import type { CrowdStats } from '@onsale/api-client';
import { showCount, showMs } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import styles from './Crowd.module.css';
import verdict from '../verdict/Verdict.module.css';

const text = labText.crowd;

/** What the crowd asked for, and what must hold for any crowd. */
export function CrowdTables({ stats }: { stats: CrowdStats }) {
  return (
    <div className={styles.tables}>
      {/* A keyboard must be able to move what a phone shows only a part of. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={verdict.scroll} role="group" aria-label={text.requests} tabIndex={0}>
        <Table>
          <Head
            names={[text.asked, text.answered, text.wasRefused, text.wasFailed, 'p50', 'p99']}
          />
          <Table.Tbody>
            {stats.requests.map(({ what, answered, refused, failed, latency }) => (
              <Table.Tr key={what}>
                <Table.Th scope="row">{text.what[what]}</Table.Th>
                <Table.Td>{showCount(answered)}</Table.Td>
                <Table.Td>{showCount(refused)}</Table.Td>
                <Table.Td className={failed > 0 ? verdict.bad : undefined}>
                  {showCount(failed)}
                </Table.Td>
                <Table.Td>{showMs(latency.p50)}</Table.Td>
                <Table.Td>{showMs(latency.p99)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={verdict.scroll} role="group" aria-label={text.checks} tabIndex={0}>
        <Table>
          <Head names={[text.checks, text.value, text.limit, '']} />
          <Table.Tbody>
            {stats.checks.map(({ check, value, limit, passed }) => (
              <Table.Tr key={check}>
                <Table.Th scope="row">{text.check[check]}</Table.Th>
                <Table.Td>{showCount(Math.round(value))}</Table.Td>
                <Table.Td>{showCount(limit)}</Table.Td>
                <Table.Td className={passed ? undefined : verdict.bad}>
                  {passed ? text.holds : text.broken}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  );
}

function Head({ names }: { names: readonly string[] }) {
  return (
    <Table.Thead>
      <Table.Tr>
        {names.map((name) =>
          name === '' ? (
            <Table.Td key="none" />
          ) : (
            <Table.Th key={name} scope="col">
              {name}
            </Table.Th>
          ),
        )}
      </Table.Tr>
    </Table.Thead>
  );
}
