import { Table } from '@mantine/core';
import type { LoadEndpoint, LoadFailure } from '@onsale/api-client';
import { showCount, showMs } from '../data/quantities.ts';
import { Panel } from '../Panel.tsx';
import { labText } from '../strings.ts';
import { useShownStats } from '../use-lab.ts';
import styles from './Verdict.module.css';

const text = labText.endpoints;
const PERCENTILES = ['p50', 'p90', 'p95', 'p99', 'p999', 'max'] as const;

/** What was sent to each endpoint and what came back, and every kind of failure with a sample. */
export function EndpointsPanel() {
  const stats = useShownStats();
  return (
    <Panel title={text.title} note={text.note}>
      {/* A keyboard must be able to move what a phone shows only a part of. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} role="group" aria-label={text.title} tabIndex={0}>
        <Endpoints endpoints={stats?.endpoints ?? []} />
      </div>
      <Failures failures={stats?.failures ?? []} />
    </Panel>
  );
}

function Endpoints({ endpoints }: { endpoints: readonly LoadEndpoint[] }) {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{text.endpoint}</Table.Th>
          <Table.Th scope="col">{text.sent}</Table.Th>
          <Table.Th scope="col">{text.success}</Table.Th>
          <Table.Th scope="col">{text.soldOut}</Table.Th>
          <Table.Th scope="col">{text.failure}</Table.Th>
          {PERCENTILES.map((name) => (
            <Table.Th key={name} scope="col">
              {text.percentiles[name]}
            </Table.Th>
          ))}
          <Table.Th scope="col">{text.samples}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {endpoints.map((row) => (
          <Table.Tr key={row.endpoint}>
            <Table.Th scope="row">{row.endpoint}</Table.Th>
            <Table.Td>{showCount(row.sent)}</Table.Td>
            <Table.Td>{showCount(row.success)}</Table.Td>
            <Table.Td>{showCount(row.soldOut)}</Table.Td>
            <Table.Td className={row.failure > 0 ? styles.bad : undefined}>
              {showCount(row.failure)}
            </Table.Td>
            {PERCENTILES.map((name) => (
              <Table.Td key={name}>{showMs(row[name])}</Table.Td>
            ))}
            <Table.Td>{showCount(row.samples)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Failures({ failures }: { failures: readonly LoadFailure[] }) {
  return (
    <section className={styles.failures} aria-label={text.failures}>
      <h3>{text.failures}</h3>
      {failures.length === 0 ? (
        <p className={styles.words}>{text.noFailures}</p>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles.scroll} role="group" aria-label={text.failures} tabIndex={0}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{text.endpoint}</Table.Th>
                <Table.Th scope="col">{text.kind}</Table.Th>
                <Table.Th scope="col">{text.count}</Table.Th>
                <Table.Th scope="col">{text.last}</Table.Th>
                <Table.Th scope="col">{text.sample}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {failures.map(({ endpoint, kind, count, sample, at }) => (
                <Table.Tr key={`${endpoint} ${kind}`}>
                  <Table.Th scope="row">{endpoint}</Table.Th>
                  <Table.Td>{kind}</Table.Td>
                  <Table.Td className={styles.bad}>{showCount(count)}</Table.Td>
                  <Table.Td>{new Date(at).toLocaleTimeString('en-GB')}</Table.Td>
                  <Table.Td>{sample === '' ? text.noSample : <code>{sample}</code>}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}
